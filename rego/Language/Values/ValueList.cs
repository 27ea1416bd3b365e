namespace Rego.Values;

/// <summary>
/// A growing list of values. Unlike a list of the base library it stores without looking at the type of each value, which
/// costs more than the storing: the element type has subtypes.
/// </summary>
internal sealed class ValueList
{
    private const int FirstCapacity = 4;

    /// <summary>A cleared list keeps room for at most this many values.</summary>
    private const int MaxKeptCapacity = 1024;

    private RegoValue[] _items;

    public ValueList()
        : this(0)
    {
    }

    public ValueList(int capacity) => _items = capacity == 0 ? [] : new RegoValue[capacity];

    /// <summary>How many values there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The values; to be used before the next one is added.</summary>
    internal Span<RegoValue> Items => _items.AsSpan(0, Count);

    /// <summary>Adds a value behind the others.</summary>
    internal void Add(RegoValue value)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(FirstCapacity, Count * 2));
        }

        _items.AsSpan()[Count] = value;
        Count++;
    }

    /// <summary>A copy of the values.</summary>
    internal RegoValue[] ToArray() => Count == 0 ? [] : Items.ToArray();

    /// <summary>Forgets all values, and keeps a moderate amount of room for the next ones.</summary>
    internal void Clear()
    {
        if (_items.Length > MaxKeptCapacity)
        {
            _items = [];
        }
        else
        {
            Items.Clear();
        }

        Count = 0;
    }
}
