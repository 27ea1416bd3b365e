namespace Rego.Values;

/// <summary>The names of objects whose members come in one order in the text, sorted.</summary>
internal sealed class SortedNames
{
    private readonly RegoValue[] _written;
    private readonly RegoValue[] _sorted;

    /// <summary>For each sorted name its place in the text; null where the text is sorted.</summary>
    private readonly int[]? _places;

    private SortedNames(RegoValue[] written, RegoValue[] sorted, int[]? places)
    {
        _written = written;
        _sorted = sorted;
        _places = places;
    }

    /// <summary>The names of members (names and values in turn); null where one stands there twice.</summary>
    internal static SortedNames? Of(ReadOnlySpan<RegoValue> members)
    {
        var written = new RegoValue[members.Length / 2];
        var isSorted = true;
        for (var i = 0; i < written.Length; i++)
        {
            written[i] = members[2 * i];
            isSorted = isSorted && (i == 0 || written[i - 1].CompareTo(written[i]) < 0);
        }

        return isSorted ? new SortedNames(written, written, null) : Sort(written);
    }

    /// <summary>Whether these are the same names, in the same order.</summary>
    internal bool AreOf(ReadOnlySpan<RegoValue> members)
    {
        if (members.Length != 2 * _written.Length)
        {
            return false;
        }

        for (var i = 0; i < _written.Length; i++)
        {
            if (!ReferenceEquals(_written[i], members[2 * i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An object of the members' values; the names are shared.</summary>
    internal RegoObject ToObject(ReadOnlySpan<RegoValue> members)
    {
        var values = new RegoValue[_sorted.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = members[(2 * (_places is null ? i : _places[i])) + 1];
        }

        return RegoObject.Own(_sorted, values);
    }

    private static SortedNames? Sort(RegoValue[] written)
    {
        var sorted = (RegoValue[])written.Clone();
        var places = new int[sorted.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        Array.Sort(sorted, places);
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1].Equals(sorted[i]))
            {
                return null;
            }
        }

        return new SortedNames(written, sorted, places);
    }
}
