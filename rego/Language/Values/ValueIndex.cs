namespace Rego.Values;

/// <summary>
/// An open-addressed hash index over an array of distinct values: value -> its position. Built only for collections that are
/// too large to scan.
/// </summary>
internal sealed class ValueIndex
{
    /// <summary>Up to this many values a scan is cheaper than hashing.</summary>
    internal const int ScanLimit = 8;

    private readonly int[] _slots;
    private readonly int _mask;

    internal ValueIndex(ReadOnlySpan<RegoValue> values)
    {
        var size = 16;
        while (size < values.Length * 2)
        {
            size *= 2;
        }

        _slots = new int[size];
        _mask = size - 1;
        for (var i = 0; i < values.Length; i++)
        {
            var slot = Spread(values[i].GetHashCode()) & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = i + 1;
        }
    }

    internal static int Scan(ReadOnlySpan<RegoValue> values, RegoValue value)
    {
        if (value is RegoString text)
        {
            return ScanText(values, text);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Equals(value))
            {
                return i;
            }
        }

        return -1;
    }

    private static int ScanText(ReadOnlySpan<RegoValue> values, RegoString text)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (ReferenceEquals(values[i], text) || (values[i] is RegoString known && known.HasSameText(text)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>As the other overload, for a string that is not wrapped.</summary>
    internal static int Scan(ReadOnlySpan<RegoValue> values, string text)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is RegoString known && string.Equals(known.Value, text, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>As the other overload, for a string that is not wrapped.</summary>
    internal int Find(ReadOnlySpan<RegoValue> values, string text)
    {
        var slot = Spread(RegoString.HashOf(text)) & _mask;
        while (_slots[slot] != 0)
        {
            var at = _slots[slot] - 1;
            if (values[at] is RegoString known && string.Equals(known.Value, text, StringComparison.Ordinal))
            {
                return at;
            }

            slot = (slot + 1) & _mask;
        }

        return -1;
    }

    internal int Find(ReadOnlySpan<RegoValue> values, RegoValue value)
    {
        var slot = Spread(value.GetHashCode()) & _mask;
        while (_slots[slot] != 0)
        {
            var at = _slots[slot] - 1;
            if (values[at].Equals(value))
            {
                return at;
            }

            slot = (slot + 1) & _mask;
        }

        return -1;
    }

    private static int Spread(int hash) => (int)(((uint)hash * 2654435769u) >> 7);
}
