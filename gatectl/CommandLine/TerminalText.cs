using System.Globalization;
using System.Text;

namespace Gatectl.CommandLine;

/// <summary>
/// Makes text from elsewhere fit to be shown on a terminal: nothing in it may move the cursor, colour, retitle, reorder or break a
/// line. What would is shown as its code point, for example <c>\u{1b}</c>.
/// </summary>
internal static class TerminalText
{
    /// <summary>The longest text that is shown; the rest is cut, and said to be.</summary>
    public const int MaxCharacters = 16 * 1024;

    public static string Escape(string? text) => EscapeUpTo(MaxCharacters, text);

    /// <param name="maxCharacters">The longest text that is shown.</param>
    /// <param name="text">The text.</param>
    public static string EscapeUpTo(int maxCharacters, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= maxCharacters)
            {
                return shown.Append(" … (cut)").ToString();
            }

            Append(shown, rune);
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (IsShowable(rune))
        {
            shown.Append(rune);
        }
        else
        {
            shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }
    }

    private static bool IsShowable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // Format characters hold the bidirectional controls and the zero-width ones.
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => false,
        _ => rune != Rune.ReplacementChar,
    };
}
