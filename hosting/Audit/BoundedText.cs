namespace Gateway.Hosting.Audit;

/// <summary>Texts of callers in records: what is too long is cut, and says so.</summary>
public static class BoundedText
{
    /// <summary>A text of at most <paramref name="maxLength"/> characters; of a longer one its beginning, with a mark that tells how many follow.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">How much of it is kept, in UTF-16 code units; the mark comes on top.</param>
    public static string Cut(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (text.Length <= maxLength)
        {
            return text;
        }

        // Not between the two halves of a character.
        var kept = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return $"{text.AsSpan(0, kept)}… ({text.Length - kept} more)";
    }
}
