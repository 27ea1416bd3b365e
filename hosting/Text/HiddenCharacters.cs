using System.Globalization;
using System.Text;

namespace Gateway.Hosting.Text;

/// <summary>
/// Characters that a reader of a file does not see, or sees as something else. With them a file says something else than whoever
/// reviews it reads, and readers differ in what they are: a line break, a blank, or a part of a name.
/// </summary>
internal static class HiddenCharacters
{
    /// <summary>The first such character of a text; null where there is none. Line breaks and tabs are none in a value.</summary>
    /// <param name="text">A key or value, its escapes resolved.</param>
    /// <param name="isKey">Whether it is a key.</param>
    public static string? FirstIn(string text, bool isKey)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return null;
        }

        var before = new Rune('a');
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune) && !(Joins(rune) && !before.IsAscii) && (isKey || rune.Value is not ('\n' or '\r' or '\t')))
            {
                return NameOf(rune);
            }

            before = rune;
        }

        return null;
    }

    /// <summary>Whether a character is none that is seen as what it is.</summary>
    public static bool IsHidden(Rune rune) => !IsPrintable(rune) || rune.Value switch
    {
        // They have no width, or that of a blank, whatever kind the standard puts them in.
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x2800 or 0x3164 or 0xFFA0 => true,
        (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) => true,
        var value => (value & 0xFFFE) == 0xFFFE,
    };

    /// <summary>Whether a character belongs to the one before it: scripts and pictures are written with these. Behind ASCII they show nothing.</summary>
    public static bool Joins(Rune rune) => rune.Value is 0x200C or 0x200D or (>= 0xFE00 and <= 0xFE0F);

    /// <summary>The character as it is told: by its number.</summary>
    public static string NameOf(Rune rune) => $"U+{rune.Value:X4}{WordFor(rune.Value)}";

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    private static string WordFor(int value) => value switch
    {
        0x0D => " (a line's end without a line feed)",
        0x85 or 0x2028 or 0x2029 => " (a line break to some readers)",
        0xA0 or 0x202F or 0x3000 or (>= 0x2000 and <= 0x200A) => " (looks like a blank)",
        0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => " (changes the order in which text is shown)",
        0x200B or 0x200C or 0x200D or 0x2060 or 0xFEFF => " (has no width)",
        _ => "",
    };
}
