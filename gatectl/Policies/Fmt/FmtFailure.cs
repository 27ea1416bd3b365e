using Rego.Diagnostics;
using Rego.Errors;
using Rego.Formatting;

namespace Gatectl.Policies.Fmt;

/// <summary>Why formatting ended, in OPA's words.</summary>
internal sealed class FmtFailure(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The errors of one module; the one of a text without statements stands alone.</summary>
    internal static string Describe(string file, FormattingResult result)
    {
        var errors = result.Errors is [{ Location.Row: 0, Code: DiagnosticCodes.Parse } only] ? DiagnosticText.Describe(only) : DiagnosticText.Describe(result.Errors);
        return result.Stage == FormattingStage.Layout ? $"{file}: {errors}" : errors;
    }

    internal static FmtFailure Of(string file, FormattingResult result)
    {
        var errors = Describe(file, result);
        return new FmtFailure(PolicyExitCode.Error, result.Stage == FormattingStage.Result
            ? $"{file} was successfully formatted, but the result is invalid: {errors}\n\nTo inspect the formatted Rego, you can turn off this check with --check-result=false."
            : $"failed to format Rego source file: {errors}");
    }
}
