using Rego.Diagnostics;
using Rego.Errors;
using Rego.Loading;
using Rego.Tracing;

namespace Gatectl.Policies;

/// <summary>What went wrong in a policy command.</summary>
/// <param name="Diagnostic">What, and where.</param>
internal sealed record PolicyError(Diagnostic Diagnostic)
{
    /// <value>More of it, as lines of text.</value>
    internal string? Explanation { get; init; }

    /// <value>The statements that were being evaluated, the innermost first; empty where that is not known.</value>
    internal IReadOnlyList<StackFrame> Stack { get; init; } = [];

    /// <summary>A message without a code.</summary>
    internal static PolicyError Plain(string message) => new(new Diagnostic(DiagnosticCodes.Load, message, default));

    internal static PolicyError Of(RegoEvaluationException failure, IReadOnlyList<StackFrame>? stack = null) =>
        new(new Diagnostic(failure.Code, failure.Message, failure.Location)) { Stack = stack ?? [] };

    /// <summary>What an exception tells to have gone wrong; null where it is none of a policy's.</summary>
    internal static IReadOnlyList<PolicyError>? AllOf(Exception failure) => failure switch
    {
        PolicyLoadException load => [.. load.Diagnostics.Select(error => new PolicyError(error))],
        BundleLoadException { Bundle: null } load => [Plain(load.Message)],
        BundleLoadException load => [Plain($"loading error: {load.Message}")],
        RegoCompilationException compilation => [.. compilation.Errors.Select(error => new PolicyError(error))],
        RegoEvaluationException evaluation => [Of(evaluation)],
        PolicyFailureException other => [Plain(other.Message)],
        _ => null,
    };

    /// <summary>All of them as text, led by their number.</summary>
    internal static string Describe(IReadOnlyList<PolicyError> errors) => DiagnosticText.List(errors, error => error.ToText());

    private string ToText()
    {
        var traceback = Traceback.Lines(Stack).ToList();
        IEnumerable<string> behind = traceback.Count == 0 ? [] : [string.Empty, .. traceback];
        return string.Join('\n', [DiagnosticText.Describe(Diagnostic), .. behind, .. Explanation is null ? Array.Empty<string>() : [Explanation]]);
    }
}
