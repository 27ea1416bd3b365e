using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>A string. Compared by Unicode code points, which is the order of its UTF-8 bytes.</summary>
public sealed class RegoString : RegoValue
{
    /// <summary>The empty string.</summary>
    public static readonly RegoString Empty = new(string.Empty);

    private int _hash;

    private RegoString(string value) => Value = value;

    /// <summary>The value.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.String;

    /// <summary>A string value.</summary>
    public static RegoString From(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length == 0 ? Empty : new RegoString(value);
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            _hash = HashOf(Value);
        }

        return _hash;
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer) => writer.WriteStringValue(Value);

    /// <summary>The hash of a string value with this text; never 0.</summary>
    internal static int HashOf(string text) => string.GetHashCode(text, StringComparison.Ordinal) is var hash && hash == 0 ? 1 : hash;

    internal static int CompareOrdinal(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        var at = left.AsSpan(0, length).CommonPrefixLength(right.AsSpan(0, length));
        if (at == length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // UTF-16 order differs from code point order only where exactly one side is a surrogate.
        char a = left[at], b = right[at];
        var surrogateA = char.IsSurrogate(a);
        return surrogateA == char.IsSurrogate(b) ? a.CompareTo(b) : surrogateA ? 1 : -1;
    }

    internal override void AppendTerm(StringBuilder text) => GoText.AppendQuoted(text, Value);

    private protected override int CompareSameKind(RegoValue other) => CompareOrdinal(Value, ((RegoString)other).Value);

    /// <summary>Whether it is the same text.</summary>
    internal bool HasSameText(RegoString other) =>
        (_hash == 0 || other._hash == 0 || _hash == other._hash) && string.Equals(Value, other.Value);

    private protected override bool EqualsSameKind(RegoValue other) => HasSameText((RegoString)other);
}
