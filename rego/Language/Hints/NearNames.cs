namespace Rego.Hints;

/// <summary>Finds the name that was most likely meant.</summary>
internal static class NearNames
{
    private const int MaxLength = 64;

    /// <summary>The nearest of the candidates; null where none is near enough to be meant. Of equally near ones the first by its letters.</summary>
    internal static string? Find(string name, IEnumerable<string> candidates)
    {
        var (best, least) = ((string?)null, MaxDistance(name) + 1);
        foreach (var candidate in candidates.Distinct().Order(StringComparer.Ordinal))
        {
            if (candidate != name && Math.Abs(candidate.Length - name.Length) < least && Distance(name, candidate) is var distance && distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>One slip in a short name, two in a longer one; a name of one or two letters could mean anything.</summary>
    private static int MaxDistance(string name) => name.Length switch
    {
        < 3 or > MaxLength => 0,
        < 6 => 1,
        _ => 2,
    };

    /// <summary>How many letters are added, dropped, changed, or swapped with the next one; capitals count as small letters.</summary>
    private static int Distance(string a, string b)
    {
        var (before, previous, current) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (AreAlike(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && AreAlike(a[i - 1], b[j - 2]) && AreAlike(a[i - 2], b[j - 1]))
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }

    private static bool AreAlike(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
