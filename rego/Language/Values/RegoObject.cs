using System.Collections;
using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>Values by key. Keys are any values; iteration is in the sorted order of the keys.</summary>
public sealed class RegoObject : RegoValue, IReadOnlyCollection<KeyValuePair<RegoValue, RegoValue>>
{
    /// <summary>The empty object.</summary>
    public static readonly RegoObject Empty = new([], []);

    private readonly RegoValue[] _keys;
    private readonly RegoValue[] _values;
    private ValueIndex? _index;
    private int _hash;

    private RegoObject(RegoValue[] keys, RegoValue[] values)
    {
        _keys = keys;
        _values = values;
        Extent = ValueExtent.Of(keys, values);
    }

    /// <inheritdoc/>
    internal override ValueExtent Extent { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Object;

    /// <inheritdoc/>
    public int Count => _keys.Length;

    /// <summary>The keys, sorted.</summary>
    public ReadOnlySpan<RegoValue> Keys => _keys;

    /// <summary>The values in the order of <see cref="Keys"/>.</summary>
    public ReadOnlySpan<RegoValue> Values => _values;

    /// <summary>The keys as objects of one make share them.</summary>
    internal RegoValue[] Names => _keys;

    /// <summary>The value under <paramref name="key"/>, or <see cref="RegoValue.Undefined"/>.</summary>
    public RegoValue this[string key] => TryGetValue(key, out var value) ? value : Undefined;

    /// <summary>The value under <paramref name="key"/>, or <see cref="RegoValue.Undefined"/>.</summary>
    public RegoValue this[RegoValue key] => TryGetValue(key, out var value) ? value : Undefined;

    /// <summary>An object of the given members; of two with equal keys the later one counts.</summary>
    public static RegoObject From(IEnumerable<KeyValuePair<RegoValue, RegoValue>> members)
    {
        var builder = new RegoObjectBuilder();
        foreach (var (key, value) in members)
        {
            builder[key] = value;
        }

        return builder.Build();
    }

    /// <summary>An object of the given members; of two with equal keys the later one counts.</summary>
    public static RegoObject From(params ReadOnlySpan<(string Key, RegoValue Value)> members)
    {
        var builder = new RegoObjectBuilder(members.Length);
        foreach (var (key, value) in members)
        {
            builder[RegoString.From(key)] = value;
        }

        return builder.Build();
    }

    /// <summary>Looks up a key of any kind.</summary>
    public bool TryGetValue(RegoValue key, out RegoValue value)
    {
        var at = IndexOf(key);
        value = at < 0 ? Undefined : _values[at];
        return at >= 0;
    }

    /// <summary>Looks up a key that is a string.</summary>
    public bool TryGetValue(string key, out RegoValue value)
    {
        var at = IndexOf(key);
        value = at < 0 ? Undefined : _values[at];
        return at >= 0;
    }

    /// <summary>Whether there is such a key.</summary>
    public bool ContainsKey(RegoValue key) => IndexOf(key) >= 0;

    /// <summary>The position of a key in <see cref="Keys"/>, or -1.</summary>
    public int IndexOf(RegoValue key)
    {
        if (_keys.Length <= ValueIndex.ScanLimit)
        {
            return ValueIndex.Scan(_keys, key);
        }

        _index ??= new ValueIndex(_keys);
        return _index.Find(_keys, key);
    }

    private int IndexOf(string key)
    {
        if (_keys.Length <= ValueIndex.ScanLimit)
        {
            return ValueIndex.Scan(_keys, key);
        }

        _index ??= new ValueIndex(_keys);
        return _index.Find(_keys, key);
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            var hash = default(HashCode);
            for (var i = 0; i < _keys.Length; i++)
            {
                hash.Add(_keys[i].GetHashCode());
                hash.Add(_values[i].GetHashCode());
            }

            _hash = hash.ToHashCode() | 1;
        }

        return _hash;
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        for (var i = 0; i < _keys.Length; i++)
        {
            writer.WritePropertyName(RegoJson.KeyText(_keys[i]));
            _values[i].WriteJson(writer);
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<RegoValue, RegoValue>> GetEnumerator()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            yield return new(_keys[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the keys are these very ones, shared with another object.</summary>
    internal bool HasNames(RegoValue[] names) => ReferenceEquals(_keys, names);

    /// <summary>An object over sorted, distinct keys that nobody else may change from now on.</summary>
    internal static RegoObject Own(RegoValue[] sortedKeys, RegoValue[] values) =>
        sortedKeys.Length == 0 ? Empty : new RegoObject(sortedKeys, values);

    internal override void AppendTerm(StringBuilder text)
    {
        text.Append('{');
        for (var i = 0; i < _keys.Length; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty);
            _keys[i].AppendTerm(text);
            text.Append(": ");
            _values[i].AppendTerm(text);
        }

        text.Append('}');
    }

    private protected override int CompareSameKind(RegoValue other)
    {
        var that = (RegoObject)other;
        var length = Math.Min(_keys.Length, that._keys.Length);
        for (var i = 0; i < length; i++)
        {
            var order = _keys[i].CompareTo(that._keys[i]);
            order = order != 0 ? order : _values[i].CompareTo(that._values[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return _keys.Length.CompareTo(that._keys.Length);
    }

    private protected override bool EqualsSameKind(RegoValue other)
    {
        var that = (RegoObject)other;
        return TermText.SequencesEqual(_keys, that._keys) && TermText.SequencesEqual(_values, that._values);
    }
}
