namespace Gatekeeper.Rego;

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

    /// <summary>Whether the module itself is right, and the errors are those of the formatted text.</summary>
    public bool IsResultInvalid { get; internal init; }
}
