namespace Rego.Builtins;

/// <summary>Addresses from the first to the last, and the text of the block that they came from, where they are one.</summary>
internal sealed record CidrRange(bool IsV6, UInt128 First, UInt128 Last, string? Text)
{
    /// <summary>Joins what overlaps or touches.</summary>
    internal static List<CidrRange> Merge(List<CidrRange> ranges)
    {
        var merged = new List<CidrRange>();
        foreach (var range in ranges.OrderBy(r => r.IsV6).ThenBy(r => r.First).ThenBy(r => r.Last))
        {
            var last = merged.Count > 0 ? merged[^1] : null;
            if (last is not null && last.IsV6 == range.IsV6 && (range.First <= last.Last || range.First - 1 == last.Last))
            {
                merged[^1] = new CidrRange(range.IsV6, last.First, UInt128.Max(last.Last, range.Last), null);
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    /// <summary>The fewest blocks that make up the range.</summary>
    internal IEnumerable<string> ToBlocks()
    {
        if (Text is not null)
        {
            yield return Text;
            yield break;
        }

        var bits = IsV6 ? 128 : 32;
        for (var first = First; ;)
        {
            var size = first == 0 ? bits : Math.Min(bits, (int)UInt128.TrailingZeroCount(first));
            while ((first | CidrBlock.HostMask(size)) > Last)
            {
                size--;
            }

            yield return new CidrBlock(IsV6, first, bits - size).ToString();
            var end = first | CidrBlock.HostMask(size);
            if (end == Last)
            {
                yield break;
            }

            first = end + 1;
        }
    }
}
