using Rego.Types;

namespace Rego.Builtins;

/// <summary>Short names of the types that declarations use.</summary>
internal static class BuiltinTypes
{
    internal static RegoType AnyT => RegoType.Any;

    internal static RegoType NullT => RegoType.Null;

    internal static RegoType BoolT => RegoType.Boolean;

    internal static RegoType NumberT => RegoType.Number;

    internal static RegoType StringT => RegoType.String;

    /// <summary>An array of anything.</summary>
    internal static RegoType AnyArray { get; } = RegoType.ArrayOf(RegoType.Any);

    /// <summary>An array of strings.</summary>
    internal static RegoType StringArray { get; } = RegoType.ArrayOf(RegoType.String);

    /// <summary>A set of anything.</summary>
    internal static RegoType AnySet { get; } = RegoType.SetOf(RegoType.Any);

    /// <summary>A set of strings.</summary>
    internal static RegoType StringSet { get; } = RegoType.SetOf(RegoType.String);

    /// <summary>An object of anything.</summary>
    internal static RegoType AnyObject { get; } = RegoType.ObjectOf(RegoType.Any, RegoType.Any);

    /// <summary>An object with names for keys.</summary>
    internal static RegoType StringObject { get; } = RegoType.ObjectOf(RegoType.String, RegoType.Any);

    /// <summary>An array or a set of anything.</summary>
    internal static RegoType AnyCollection { get; } = RegoType.OneOf(AnyArray, AnySet);

    internal static RegoType ArrayOf(RegoType element) => RegoType.ArrayOf(element);

    internal static RegoType SetOf(RegoType element) => RegoType.SetOf(element);

    internal static RegoType TupleOf(params ReadOnlySpan<RegoType> elements) => RegoType.Tuple(elements);

    internal static RegoType ObjectOf(RegoType key, RegoType value) => RegoType.ObjectOf(key, value);

    internal static RegoType OneOf(params ReadOnlySpan<RegoType> types) => RegoType.OneOf(types);
}
