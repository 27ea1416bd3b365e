namespace Rego.Builtins.Patterns;

/// <summary>A set of code points as sorted, disjoint ranges. Immutable.</summary>
internal sealed class RuneSet
{
    internal const int LastRune = 0x10FFFF;

    private const int AsciiCount = 128;

    private readonly (int First, int Last)[] _ranges;
    private readonly UInt128 _ascii;

    private RuneSet((int First, int Last)[] ranges)
    {
        _ranges = ranges;
        foreach (var (first, last) in ranges)
        {
            for (var rune = first; rune <= last && rune < AsciiCount; rune++)
            {
                _ascii |= UInt128.One << rune;
            }
        }
    }

    /// <summary>All code points.</summary>
    internal static RuneSet All { get; } = new([(0, LastRune)]);

    /// <summary>The ranges, sorted, with gaps between them.</summary>
    internal IReadOnlyList<(int First, int Last)> Ranges => _ranges;

    /// <summary>The union of ranges in any order.</summary>
    internal static RuneSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in ranges.Order())
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return new RuneSet([.. merged]);
    }

    /// <summary>One code point.</summary>
    internal static RuneSet Of(int rune) => new([(rune, rune)]);

    /// <summary>What is not in this set.</summary>
    internal RuneSet Negate()
    {
        var gaps = new List<(int, int)>();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next)
            {
                gaps.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= LastRune)
        {
            gaps.Add((next, LastRune));
        }

        return new RuneSet([.. gaps]);
    }

    /// <summary>What is in either set.</summary>
    internal RuneSet Union(RuneSet other) => Of([.. Ranges, .. other.Ranges]);

    /// <summary>Whether a code point is in the set.</summary>
    internal bool Contains(int rune) => rune < AsciiCount ? ((_ascii >> rune) & UInt128.One) != UInt128.Zero : Search(rune);

    /// <summary>Whether the sets have a code point in common.</summary>
    internal bool Overlaps(RuneSet other)
    {
        int i = 0, j = 0;
        while (i < Ranges.Count && j < other.Ranges.Count)
        {
            var (a, b) = (Ranges[i], other.Ranges[j]);
            if (a.First <= b.Last && b.First <= a.Last)
            {
                return true;
            }

            if (a.Last < b.Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return false;
    }

    private bool Search(int rune)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last) = _ranges[middle];
            if (rune < first)
            {
                high = middle - 1;
            }
            else if (rune > last)
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
