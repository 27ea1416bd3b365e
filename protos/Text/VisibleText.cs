using System.Text;

namespace Gateway.Contract.Text;

/// <summary>
/// The characters that show themselves: letters, digits, punctuation and symbols of scripts that are written from left to right. Neither
/// what is invisible, breaks a line, moves a cursor or joins characters is among them, nor what changes the order of others, as the letters
/// of scripts from right to left do. The set is fixed here and not asked of the runtime, whose Unicode changes: what was once written must
/// be read for good.
/// </summary>
public static class VisibleText
{
    // First and last of each run; in order.
    private static readonly (int First, int Last)[] Runs =
    [
        (0x20, 0x7E), // ASCII
        (0xA1, 0xAC), (0xAE, 0x2FF), // Latin; not the soft hyphen
        (0x370, 0x58F), // Greek, Cyrillic, Armenian
        (0x900, 0x115E), (0x1161, 0x167F), // of India and South-East Asia, Georgian, Hangul, Ethiopic, Cherokee; not the fillers
        (0x1E00, 0x1FFF), // more Latin and Greek
        (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x2BFF), // punctuation, currencies, arrows, mathematics, symbols
        (0x2C00, 0x2DFF), (0x2E80, 0x2FFF), // more scripts, radicals
        (0x3001, 0x3029), (0x3030, 0x303F), (0x3041, 0x3163), (0x3165, 0xA4CF), // Chinese, Japanese, Korean; not the filler
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFF01, 0xFF9F), (0xFFA1, 0xFFEE), // Hangul, compatibility and full width
        (0x1F300, 0x1FAFF), // emoji
        (0x20000, 0x323AF), // more Chinese characters
    ];

    /// <summary>Whether a character shows itself.</summary>
    public static bool Contains(Rune rune) => Contains(rune.Value);

    internal static bool Contains(int codePoint)
    {
        var (low, high) = (0, Runs.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < Runs[middle].First)
            {
                high = middle - 1;
            }
            else if (codePoint > Runs[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
