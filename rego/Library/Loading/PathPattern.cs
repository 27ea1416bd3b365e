namespace Rego.Loading;

/// <summary>Patterns of one name in a path: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a-z]</c>, and <c>\</c> before a character that stands for itself.</summary>
internal static class PathPattern
{
    /// <summary>Whether the whole name matches; never where the pattern is malformed.</summary>
    internal static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // The star to go back to, and how much of the name it took.
        var (starPattern, starName) = (-1, 0);
        var (p, n) = (0, 0);
        while (n < name.Length || p < pattern.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (starPattern, starName) = (p++, n);
            }
            else if (n < name.Length && p < pattern.Length && TryMatchOne(pattern, ref p, name[n]))
            {
                n++;
            }
            else if (starPattern >= 0 && starName < name.Length)
            {
                (p, n) = (starPattern + 1, ++starName);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryMatchOne(ReadOnlySpan<char> pattern, ref int p, char c)
    {
        switch (pattern[p])
        {
            case '?':
                p++;
                return true;
            case '[':
                return TryMatchClass(pattern, ref p, c);
            case '\\' when p + 1 < pattern.Length:
                p += 2;
                return pattern[p - 1] == c;
            default:
                return pattern[p++] == c;
        }
    }

    private static bool TryMatchClass(ReadOnlySpan<char> pattern, ref int p, char c)
    {
        var end = pattern[(p + 2 > pattern.Length ? pattern.Length : p + 2)..].IndexOf(']');
        if (end < 0)
        {
            return false;
        }

        var members = pattern[(p + 1)..(p + 2 + end)];
        p += end + 3;
        var isNegated = members[0] == '^';
        members = isNegated ? members[1..] : members;
        var isMember = false;
        for (var i = 0; i < members.Length; i++)
        {
            var isRange = i + 2 < members.Length && members[i + 1] == '-';
            isMember |= isRange ? c >= members[i] && c <= members[i + 2] : c == members[i];
            i += isRange ? 2 : 0;
        }

        return isMember != isNegated;
    }
}
