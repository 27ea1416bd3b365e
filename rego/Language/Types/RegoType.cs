using Rego.Values;

namespace Rego.Types;

/// <summary>
/// What is known of a value before evaluation; the model of OPA's type checker and of <c>capabilities.json</c>.
/// </summary>
public abstract record RegoType
{
    /// <summary>Anything.</summary>
    public static RegoType Any { get; } = new AnyType([]);

    /// <summary><c>null</c>.</summary>
    public static RegoType Null { get; } = new ScalarType(RegoKind.Null);

    /// <summary><c>boolean</c>.</summary>
    public static RegoType Boolean { get; } = new ScalarType(RegoKind.Boolean);

    /// <summary><c>number</c>.</summary>
    public static RegoType Number { get; } = new ScalarType(RegoKind.Number);

    /// <summary><c>string</c>.</summary>
    public static RegoType String { get; } = new ScalarType(RegoKind.String);

    /// <summary>One of several.</summary>
    public static RegoType OneOf(params ReadOnlySpan<RegoType> types) => new AnyType([.. types]);

    /// <summary>An array of any length with elements of one type.</summary>
    public static RegoType ArrayOf(RegoType element) => new ArrayType([], element);

    /// <summary>An array of exactly these elements.</summary>
    public static RegoType Tuple(params ReadOnlySpan<RegoType> elements) => new ArrayType([.. elements], null);

    /// <summary>A set.</summary>
    public static RegoType SetOf(RegoType element) => new SetType(element);

    /// <summary>An object with any keys.</summary>
    public static RegoType ObjectOf(RegoType key, RegoType value) => new ObjectType([], key, value);
}
