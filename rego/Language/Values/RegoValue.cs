using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>
/// A Rego value: immutable, comparable in Rego's total order, safe to share between threads. The hierarchy is closed;
/// <see cref="Undefined"/> stands for "no value" and must never be taken for one.
/// </summary>
public abstract class RegoValue : IEquatable<RegoValue>, IComparable<RegoValue>
{
    private protected RegoValue()
    {
    }

    /// <summary>The absence of a value: a reference that leads nowhere, a rule without a result, a failed built-in call.</summary>
    public static RegoValue Undefined => RegoUndefined.Instance;

    /// <summary>What kind of value this is.</summary>
    public abstract RegoKind Kind { get; }

    /// <summary>Whether this is a value at all.</summary>
    public bool IsDefined => !ReferenceEquals(this, RegoUndefined.Instance);

    /// <summary>How large it is.</summary>
    internal virtual ValueExtent Extent => ValueExtent.Scalar;

    /// <summary>The name of the kind as <c>type_name</c> gives it: <c>null</c>, <c>boolean</c>, <c>number</c>, …</summary>
    public string TypeName => Kind switch
    {
        RegoKind.Null => "null",
        RegoKind.Boolean => "boolean",
        RegoKind.Number => "number",
        RegoKind.String => "string",
        RegoKind.Array => "array",
        RegoKind.Object => "object",
        RegoKind.Set => "set",
        _ => "undefined",
    };

    /// <summary>Compares in Rego's total order: by kind first, then within the kind.</summary>
    public int CompareTo(RegoValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        if (other is null)
        {
            return 1;
        }

        return Kind == other.Kind ? CompareSameKind(other) : Kind.CompareTo(other.Kind);
    }

    /// <inheritdoc/>
    public bool Equals(RegoValue? other) =>
        ReferenceEquals(this, other) || (other is not null && Kind == other.Kind && EqualsSameKind(other));

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is RegoValue other && Equals(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value as the text of a Rego term: sets in braces, keys of any kind, strings quoted.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        AppendTerm(text);
        return text.ToString();
    }

    /// <summary>The value as JSON: a set is a sorted array, a key that is not a string becomes the text of its term.</summary>
    public string ToJson() => RegoJson.ToText(this);

    /// <summary>Writes the value as JSON, as <see cref="ToJson"/>.</summary>
    public abstract void WriteJson(Utf8JsonWriter writer);

    internal abstract void AppendTerm(StringBuilder text);

    private protected abstract int CompareSameKind(RegoValue other);

    private protected abstract bool EqualsSameKind(RegoValue other);

#pragma warning disable CS1591 // The comparison operators say what they are.
    public static bool operator ==(RegoValue? left, RegoValue? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(RegoValue? left, RegoValue? right) => !(left == right);

    public static bool operator <(RegoValue left, RegoValue right) => left.CompareTo(right) < 0;

    public static bool operator <=(RegoValue left, RegoValue right) => left.CompareTo(right) <= 0;

    public static bool operator >(RegoValue left, RegoValue right) => left.CompareTo(right) > 0;

    public static bool operator >=(RegoValue left, RegoValue right) => left.CompareTo(right) >= 0;
#pragma warning restore CS1591
}
