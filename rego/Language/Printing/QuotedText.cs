using System.Globalization;
using System.Text;
using Rego.Values;

namespace Rego.Printing;

/// <summary>Strings in double quotes that read back. Go's quotes, which values are shown in, have escapes that Rego refuses.</summary>
internal static class QuotedText
{
    internal static void Append(StringBuilder text, string value)
    {
        var start = text.Length;
        GoText.AppendQuoted(text, value);
        if (text.ToString(start, text.Length - start) is var quoted && HasForeignEscape(quoted))
        {
            text.Length = start;
            AppendReadable(text, quoted);
        }
    }

    private static bool HasForeignEscape(string quoted)
    {
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && quoted[++i] is 'a' or 'v' or 'x' or 'U')
            {
                return true;
            }
        }

        return false;
    }

    private static void AppendReadable(StringBuilder text, string quoted)
    {
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] != '\\')
            {
                text.Append(quoted[i]);
                continue;
            }

            var escape = quoted[++i];
            var digits = escape switch { 'x' => 2, 'U' => 8, _ => 0 };
            text.Append(escape switch
            {
                'a' => "\\u0007",
                'v' => "\\u000b",
                'x' or 'U' => Escape(int.Parse(quoted.AsSpan(i + 1, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                _ => $"\\{escape}",
            });
            i += digits;
        }
    }

    /// <summary>A character beyond the first 65,536 is two.</summary>
    private static string Escape(int codePoint) =>
        string.Concat(char.ConvertFromUtf32(codePoint).Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}")));
}
