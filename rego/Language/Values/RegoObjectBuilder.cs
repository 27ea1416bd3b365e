using System.Diagnostics.CodeAnalysis;

namespace Rego.Values;

/// <summary>Collects the members of an object. Not thread-safe.</summary>
public sealed class RegoObjectBuilder
{
    private readonly ValueList _keys;
    private readonly ValueList _values;
    private Dictionary<RegoValue, int>? _positions;

    /// <summary>An empty builder.</summary>
    public RegoObjectBuilder()
        : this(4)
    {
    }

    /// <summary>An empty builder with room for <paramref name="capacity"/> members.</summary>
    public RegoObjectBuilder(int capacity)
    {
        _keys = new ValueList(capacity);
        _values = new ValueList(capacity);
    }

    /// <summary>How many members there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Sets a member, replacing one with an equal key.</summary>
    [SuppressMessage("Design", "CA1044:Properties should not be write only", Justification = "TryGetValue reads.")]
    public RegoValue this[RegoValue key]
    {
        set
        {
            var at = Find(key);
            if (at >= 0)
            {
                _values.Items[at] = value;
            }
            else
            {
                Append(key, value);
            }
        }
    }

    /// <summary>Adds a member; false, and nothing changed, where the key is there already.</summary>
    public bool TryAdd(RegoValue key, RegoValue value)
    {
        if (Find(key) >= 0)
        {
            return false;
        }

        Append(key, value);
        return true;
    }

    /// <summary>Looks up a member added so far.</summary>
    public bool TryGetValue(RegoValue key, out RegoValue value)
    {
        var at = Find(key);
        value = at < 0 ? RegoValue.Undefined : _values.Items[at];
        return at >= 0;
    }

    /// <summary>The object; the builder may be used on.</summary>
    public RegoObject Build()
    {
        if (_keys.Count == 0)
        {
            return RegoObject.Empty;
        }

        var keys = _keys.ToArray();
        var values = _values.ToArray();
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i - 1].CompareTo(keys[i]) > 0)
            {
                Array.Sort(keys, values);
                break;
            }
        }

        return RegoObject.Own(keys, values);
    }

    /// <summary>Forgets all members, and keeps a moderate amount of room for the next ones.</summary>
    internal void Clear()
    {
        _keys.Clear();
        _values.Clear();
        _positions = null;
    }

    /// <summary>Adds a member whose key is known not to be there.</summary>
    internal void Add(RegoValue key, RegoValue value) => Append(key, value);

    private void Append(RegoValue key, RegoValue value)
    {
        _positions?.Add(key, _keys.Count);
        _keys.Add(key);
        _values.Add(value);
    }

    private int Find(RegoValue key)
    {
        if (_keys.Count <= ValueIndex.ScanLimit)
        {
            return ValueIndex.Scan(_keys.Items, key);
        }

        if (_positions is null)
        {
            _positions = new Dictionary<RegoValue, int>(_keys.Count * 2);
            var keys = _keys.Items;
            for (var i = 0; i < keys.Length; i++)
            {
                _positions.Add(keys[i], i);
            }
        }

        return _positions.TryGetValue(key, out var at) ? at : -1;
    }
}
