using Rego.Diagnostics;

namespace Rego.Formatting;

/// <summary>What formatting gave: a text, or all that is wrong.</summary>
public sealed class FormattingResult
{
    internal FormattingResult(string? text, IReadOnlyList<Diagnostic> errors)
    {
        Text = text;
        Errors = errors;
    }

    /// <summary>The formatted module; null where there are errors.</summary>
    public string? Text { get; }

    /// <summary>All that is wrong, in order.</summary>
    public IReadOnlyList<Diagnostic> Errors { get; }

    /// <summary>What the errors are about.</summary>
    public FormattingStage Stage { get; internal init; }
}
