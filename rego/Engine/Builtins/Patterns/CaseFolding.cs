namespace Rego.Builtins.Patterns;

/// <summary>Which characters are the same without regard to case: Unicode's simple folding, independent of any language.</summary>
internal static class CaseFolding
{
    private static readonly Lazy<Dictionary<int, int[]>> Orbits = new(CreateOrbits);

    /// <summary>The characters that equal this one, itself included.</summary>
    internal static RuneSet Of(int rune) =>
        Orbits.Value.TryGetValue(rune, out var orbit) ? RuneSet.Of(orbit.Select(r => (r, r))) : RuneSet.Of(rune);

    /// <summary>The set with all characters that equal one in it.</summary>
    internal static RuneSet Of(RuneSet set)
    {
        var ranges = new List<(int, int)>(set.Ranges);
        foreach (var (rune, orbit) in Orbits.Value)
        {
            if (set.Contains(rune))
            {
                ranges.AddRange(orbit.Select(r => (r, r)));
            }
        }

        return RuneSet.Of(ranges);
    }

    private static Dictionary<int, int[]> CreateOrbits()
    {
        var orbits = new Dictionary<int, int[]>();
        foreach (var orbit in UnicodeTables.Folds.GroupBy(fold => fold.Folded, fold => fold.Rune))
        {
            int[] members = [orbit.Key, .. orbit];
            foreach (var member in members)
            {
                orbits[member] = members;
            }
        }

        return orbits;
    }
}
