using Gatekeeper.Rego;

namespace Gatectl.Policies.Fmt;

/// <summary>Why formatting ended, in OPA's words.</summary>
internal sealed class FmtFailure(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The errors of one module; the one of a text without statements stands alone.</summary>
    internal static string Describe(IReadOnlyList<Diagnostic> errors) =>
        errors is [{ Location.Row: 0, Code: DiagnosticCodes.Parse } only] ? DiagnosticText.Describe(only) : DiagnosticText.Describe(errors);

    internal static FmtFailure Of(string file, FormattingResult result) => result.IsResultInvalid
        ? new FmtFailure(PolicyExitCode.Error, $"{file} was successfully formatted, but the result is invalid: {Describe(result.Errors)}\n\nTo inspect the formatted Rego, you can turn off this check with --check-result=false.")
        : new FmtFailure(PolicyExitCode.Error, $"failed to format Rego source file: {Describe(result.Errors)}");
}
