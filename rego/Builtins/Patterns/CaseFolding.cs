using System.Text;

namespace Gatekeeper.Rego.Builtins.Patterns;

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
        var orbits = new Dictionary<int, List<int>>();

        // Letters that their case mapping does not lead to, or only in one direction.
        Join(orbits, 's', 0x17F);
        Join(orbits, 'k', 0x212A);
        Join(orbits, 0xE5, 0x212B);
        for (int rune = 'A'; rune < 0x1EA00; rune++)
        {
            if (Rune.IsValid(rune) && rune is not (0x130 or 0x131))
            {
                Join(orbits, rune, Rune.ToLowerInvariant(new Rune(rune)).Value);
                Join(orbits, rune, Rune.ToUpperInvariant(new Rune(rune)).Value);
            }
        }

        return orbits.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }

    private static void Join(Dictionary<int, List<int>> orbits, int a, int b)
    {
        if (a == b)
        {
            return;
        }

        var left = orbits.TryGetValue(a, out var found) ? found : [a];
        var right = orbits.TryGetValue(b, out found) ? found : [b];
        if (ReferenceEquals(left, right))
        {
            return;
        }

        left.AddRange(right);
        foreach (var rune in left)
        {
            orbits[rune] = left;
        }
    }
}
