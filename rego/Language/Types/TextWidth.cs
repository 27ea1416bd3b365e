namespace Rego.Types;

/// <summary>The length of a text as a reader counts it.</summary>
internal static class TextWidth
{
    /// <summary>The number of characters; a pair of surrogates is one.</summary>
    internal static int Of(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune;
            width++;
        }

        return width;
    }
}
