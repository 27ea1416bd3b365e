using System.Collections;
using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>An ordered list of values.</summary>
public sealed class RegoArray : RegoValue, IReadOnlyList<RegoValue>
{
    /// <summary>The empty array.</summary>
    public static readonly RegoArray Empty = new([]);

    private readonly RegoValue[] _items;
    private int _hash;

    private RegoArray(RegoValue[] items)
    {
        _items = items;
        Extent = ValueExtent.Of(items);
    }

    /// <inheritdoc/>
    internal override ValueExtent Extent { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Array;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The elements.</summary>
    public ReadOnlySpan<RegoValue> Items => _items;

    /// <inheritdoc/>
    public RegoValue this[int index] => _items[index];

    /// <summary>An array of the given elements.</summary>
    public static RegoArray From(params ReadOnlySpan<RegoValue> items) => items.IsEmpty ? Empty : new RegoArray(items.ToArray());

    /// <summary>An array of the given elements.</summary>
    public static RegoArray From(IEnumerable<RegoValue> items) => Own([.. items]);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            _hash = TermText.HashSequence(_items);
        }

        return _hash;
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer) => TermText.WriteSequence(writer, _items);

    /// <inheritdoc/>
    public IEnumerator<RegoValue> GetEnumerator() => ((IEnumerable<RegoValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>An array over <paramref name="items"/> itself, which nobody else may change from now on.</summary>
    internal static RegoArray Own(RegoValue[] items) => items.Length == 0 ? Empty : new RegoArray(items);

    internal override void AppendTerm(StringBuilder text) => TermText.AppendSequence(text, '[', _items, ']');

    private protected override int CompareSameKind(RegoValue other) => TermText.CompareSequences(_items, ((RegoArray)other)._items);

    private protected override bool EqualsSameKind(RegoValue other) => TermText.SequencesEqual(_items, ((RegoArray)other)._items);
}
