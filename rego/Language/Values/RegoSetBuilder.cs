namespace Rego.Values;

/// <summary>Collects the elements of a set. Not thread-safe.</summary>
public sealed class RegoSetBuilder
{
    private readonly ValueList _items = new();
    private HashSet<RegoValue>? _seen;

    /// <summary>How many distinct elements there are.</summary>
    public int Count => _items.Count;

    /// <summary>Adds an element; false where an equal one is there already.</summary>
    public bool Add(RegoValue value)
    {
        if (Contains(value))
        {
            return false;
        }

        _seen?.Add(value);
        _items.Add(value);
        return true;
    }

    /// <summary>Whether an equal element was added.</summary>
    public bool Contains(RegoValue value)
    {
        if (_items.Count <= ValueIndex.ScanLimit)
        {
            return ValueIndex.Scan(_items.Items, value) >= 0;
        }

        _seen ??= [.. _items.Items];
        return _seen.Contains(value);
    }

    /// <summary>The set; the builder may be used on.</summary>
    public RegoSet Build()
    {
        if (_items.Count == 0)
        {
            return RegoSet.Empty;
        }

        var items = _items.ToArray();
        Array.Sort(items);
        return RegoSet.Own(items);
    }

    /// <summary>Forgets all elements, and keeps a moderate amount of room for the next ones.</summary>
    internal void Clear()
    {
        _items.Clear();
        _seen = null;
    }
}
