using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>
/// A number: an integer of any size or a decimal, kept as it is spelled, as OPA keeps it. Integers that fit 64 bits are held
/// directly and are by far the most common.
/// </summary>
public sealed class RegoNumber : RegoValue
{
    private const int SmallestCached = -128;
    private const int LargestCached = 1023;
    private static readonly RegoNumber[] Cache = CreateCache();

    private readonly long _integer;
    private readonly string? _text;

    private RegoNumber(long integer, string? text)
    {
        _integer = integer;
        _text = text;
    }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Number;

    /// <summary>The number as it is written in JSON.</summary>
    public string Text => _text ?? _integer.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether <see cref="Integer"/> holds the number.</summary>
    public bool IsInt64 => _text is null;

    /// <summary>The number where <see cref="IsInt64"/>.</summary>
    public long Integer => _text is null ? _integer : throw new InvalidOperationException("The number is not a 64-bit integer.");

    /// <summary>An integer.</summary>
    public static RegoNumber From(long value) =>
        value is >= SmallestCached and <= LargestCached ? Cache[value - SmallestCached] : new RegoNumber(value, null);

    /// <summary>An integer of any size.</summary>
    public static RegoNumber From(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue
            ? From((long)value)
            : new RegoNumber(0, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number by its JSON text, which must be valid JSON number syntax.</summary>
    public static RegoNumber FromText(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && text is not "-0"
            ? From(integer)
            : new RegoNumber(0, text);

    /// <summary>The number as a 64-bit integer, where it is one exactly (<c>1.0</c> and <c>1e2</c> are).</summary>
    public bool TryGetInt64(out long value)
    {
        if (_text is null)
        {
            value = _integer;
            return true;
        }

        if (NumberText.TryGetInteger(_text, out var big) && big >= long.MinValue && big <= long.MaxValue)
        {
            value = (long)big;
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>The number as an index of a list of so many elements. Its spelling counts: <c>1.0</c> and <c>1e0</c> are no indexes.</summary>
    internal bool TryGetIndex(int count, out int index)
    {
        // A zero may have a sign.
        index = _text is null && (ulong)_integer < (ulong)count ? (int)_integer : 0;
        return (_text is null ? (ulong)_integer : _text == "-0" ? 0 : ulong.MaxValue) < (ulong)count;
    }

    /// <summary>The number as an integer of any size, where it is one (<c>1.0</c> and <c>1e30</c> are) of a sensible number of digits.</summary>
    public bool TryGetInteger(out BigInteger value)
    {
        if (_text is null)
        {
            value = _integer;
            return true;
        }

        return NumberText.TryGetInteger(_text, out value);
    }

    /// <summary>The nearest double; an infinity beyond the largest.</summary>
    public double ToDouble() => _text is null ? _integer : double.Parse(_text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_text is null)
        {
            return _integer.GetHashCode();
        }

        // Equal numbers hash alike however they are spelled; most decimals are seen not to be integers without exact arithmetic.
        var value = ToDouble();
        return Math.Abs(value) <= long.MaxValue && Math.Floor(value) == value && TryGetInt64(out var integer)
            ? integer.GetHashCode()
            : value.GetHashCode();
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer)
    {
        if (_text is null)
        {
            writer.WriteNumberValue(_integer);
        }
        else
        {
            writer.WriteRawValue(_text, skipInputValidation: true);
        }
    }

    internal override void AppendTerm(StringBuilder text)
    {
        if (_text is null)
        {
            text.Append(_integer);
        }
        else
        {
            text.Append(_text);
        }
    }

    private protected override int CompareSameKind(RegoValue other)
    {
        var that = (RegoNumber)other;
        return _text is null && that._text is null ? _integer.CompareTo(that._integer) : NumberText.Compare(Text, that.Text);
    }

    private protected override bool EqualsSameKind(RegoValue other)
    {
        var that = (RegoNumber)other;
        return _text is null && that._text is null
            ? _integer == that._integer
            : string.Equals(_text, that._text, StringComparison.Ordinal) || NumberText.Compare(Text, that.Text) == 0;
    }

    private static RegoNumber[] CreateCache()
    {
        var cache = new RegoNumber[LargestCached - SmallestCached + 1];
        for (var i = 0; i < cache.Length; i++)
        {
            cache[i] = new RegoNumber(i + SmallestCached, null);
        }

        return cache;
    }
}
