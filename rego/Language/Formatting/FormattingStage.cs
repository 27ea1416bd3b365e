namespace Rego.Formatting;

/// <summary>What errors of formatting are about.</summary>
public enum FormattingStage
{
    /// <summary>The module as it was given.</summary>
    Source,

    /// <summary>Something in it that cannot be written.</summary>
    Layout,

    /// <summary>The formatted text, read back.</summary>
    Result,
}
