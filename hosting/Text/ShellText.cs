using System.Text;

namespace Gateway.Hosting.Text;

/// <summary>Words of a shell's command line, for commands that a reader copies.</summary>
public static class ShellText
{
    /// <summary>
    /// Quotes <paramref name="word"/> where it needs it, so that a shell takes it for one word and runs nothing of it. What a terminal would
    /// obey, or not show, is written by its bytes.
    /// </summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(IsPlain) ? word
            : word.EnumerateRunes().Any(HiddenCharacters.IsHidden) ? $"$'{string.Concat(word.EnumerateRunes().Select(Escaped))}'"
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    // Three octal digits of each byte: no digit that follows is taken for one more. A quote, too: a shell that knows no $'' (dash) ends the word
    // at one, whatever is before it.
    private static string Escaped(Rune rune) => rune.Value == '\\' ? @"\\"
        : rune.Value == '\'' || HiddenCharacters.IsHidden(rune) ? string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(unit => "\\" + Convert.ToString(unit, 8).PadLeft(3, '0')))
        : rune.ToString();

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '/' or '.' or '-' or '_' or ':' or '+' or '@' or '%' or ',';
}
