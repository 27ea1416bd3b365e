using System.Globalization;
using System.Text;

namespace Rego.Parsing;

/// <summary>Resolves the escapes of strings, which are those of JSON.</summary>
internal static class StringEscapes
{
    /// <summary>
    /// The characters that the inside of a string stands for. False where an escape is wrong, or control characters stand
    /// beside escapes. Half a surrogate pair becomes U+FFFD.
    /// </summary>
    internal static bool TryResolve(ReadOnlySpan<char> inner, out string value)
    {
        if (!inner.Contains('\\'))
        {
            value = inner.ToString();
            return true;
        }

        var text = new StringBuilder(inner.Length);
        value = string.Empty;
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] < ' ')
            {
                return false;
            }

            if (inner[i] != '\\')
            {
                text.Append(inner[i]);
            }
            else if (!TryResolveOne(inner, ref i, text))
            {
                return false;
            }
        }

        value = text.ToString();
        return true;
    }

    /// <summary>Removes the backslash before an opening brace; other escapes stay.</summary>
    internal static string UnescapeBraces(ReadOnlySpan<char> inner, bool isRaw)
    {
        var text = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\' || i + 1 == inner.Length)
            {
                text.Append(inner[i]);
                continue;
            }

            if (inner[i + 1] == '{')
            {
                text.Append('{');
                i++;
            }
            else
            {
                text.Append(inner[i]);
                if (!isRaw)
                {
                    text.Append(inner[++i]);
                }
            }
        }

        return text.ToString();
    }

    private static bool TryResolveOne(ReadOnlySpan<char> inner, ref int i, StringBuilder text)
    {
        i++;
        if (i >= inner.Length)
        {
            return false;
        }

        switch (inner[i])
        {
            case '"' or '\\' or '/': text.Append(inner[i]); return true;
            case 'b': text.Append('\b'); return true;
            case 'f': text.Append('\f'); return true;
            case 'n': text.Append('\n'); return true;
            case 'r': text.Append('\r'); return true;
            case 't': text.Append('\t'); return true;
            case 'u': return TryResolveUnicode(inner, ref i, text);
            default: return false;
        }
    }

    private static bool TryResolveUnicode(ReadOnlySpan<char> inner, ref int i, StringBuilder text)
    {
        if (!TryReadUnit(inner, i, out var unit))
        {
            return false;
        }

        i += 4;
        if (!char.IsSurrogate(unit))
        {
            text.Append(unit);
            return true;
        }

        if (char.IsHighSurrogate(unit) && i + 2 < inner.Length && inner[i + 1] == '\\' && inner[i + 2] == 'u'
            && TryReadUnit(inner, i + 2, out var low) && char.IsLowSurrogate(low))
        {
            text.Append(unit).Append(low);
            i += 6;
            return true;
        }

        text.Append('\uFFFD');
        return true;
    }

    private static bool TryReadUnit(ReadOnlySpan<char> inner, int at, out char unit)
    {
        unit = default;
        if (at + 4 >= inner.Length
            || !ushort.TryParse(inner.Slice(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }
}
