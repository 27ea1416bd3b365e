namespace Deployer.Destinations;

/// <summary>Patterns of names: <c>*</c> stands for any characters, also none; every other character for itself.</summary>
internal static class NamePattern
{
    /// <summary>Whether a pattern matches the whole of a name. Takes at most their lengths multiplied.</summary>
    public static bool IsMatch(string pattern, string name)
    {
        var (p, n, star, from) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, from) = (p++, n);
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more.
                (p, n) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
