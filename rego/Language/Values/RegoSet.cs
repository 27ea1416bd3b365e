using System.Collections;
using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>Distinct values; iteration is in their sorted order.</summary>
public sealed class RegoSet : RegoValue, IReadOnlyCollection<RegoValue>
{
    /// <summary>The empty set.</summary>
    public static readonly RegoSet Empty = new([]);

    private readonly RegoValue[] _items;
    private ValueIndex? _index;
    private int _hash;

    private RegoSet(RegoValue[] items)
    {
        _items = items;
        Extent = ValueExtent.Of(items);
    }

    /// <inheritdoc/>
    internal override ValueExtent Extent { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Set;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The elements, sorted.</summary>
    public ReadOnlySpan<RegoValue> Items => _items;

    /// <summary>A set of the given values.</summary>
    public static RegoSet From(params ReadOnlySpan<RegoValue> items)
    {
        if (items.IsEmpty)
        {
            return Empty;
        }

        var sorted = items.ToArray();
        Array.Sort(sorted);
        var count = 1;
        for (var i = 1; i < sorted.Length; i++)
        {
            if (!sorted[i].Equals(sorted[count - 1]))
            {
                sorted[count++] = sorted[i];
            }
        }

        return new RegoSet(count == sorted.Length ? sorted : sorted[..count]);
    }

    /// <summary>A set of the given values.</summary>
    public static RegoSet From(IEnumerable<RegoValue> items) => From((ReadOnlySpan<RegoValue>)items.ToArray());

    /// <summary>Whether the value is an element.</summary>
    public bool Contains(RegoValue value) => IndexOf(value) >= 0;

    /// <summary>The position of the value in <see cref="Items"/>, or -1.</summary>
    public int IndexOf(RegoValue value)
    {
        if (_items.Length <= ValueIndex.ScanLimit)
        {
            return ValueIndex.Scan(_items, value);
        }

        _index ??= new ValueIndex(_items);
        return _index.Find(_items, value);
    }

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

    /// <summary>A set over sorted, distinct values that nobody else may change from now on.</summary>
    internal static RegoSet Own(RegoValue[] sorted) => sorted.Length == 0 ? Empty : new RegoSet(sorted);

    internal override void AppendTerm(StringBuilder text)
    {
        if (_items.Length == 0)
        {
            text.Append("set()");
            return;
        }

        TermText.AppendSequence(text, '{', _items, '}');
    }

    private protected override int CompareSameKind(RegoValue other) => TermText.CompareSequences(_items, ((RegoSet)other)._items);

    private protected override bool EqualsSameKind(RegoValue other) => TermText.SequencesEqual(_items, ((RegoSet)other)._items);
}
