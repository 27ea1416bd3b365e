using System.Collections.Immutable;
using Rego.Values;

namespace Rego.Types;

/// <summary>Types as messages show them: <c>array&lt;number, string&gt;[any]</c>, <c>object&lt;a: number&gt;</c>, <c>any&lt;null, string&gt;</c>.</summary>
internal static class TypeText
{
    /// <summary>Stands for what is left out.</summary>
    internal const string Elision = "...";

    private const string Unknown = "???";

    /// <summary>The widest type that is shown whole although it is not what a message is about.</summary>
    private const int MaxAsideWidth = 32;

    /// <summary>A type.</summary>
    /// <param name="type">The type; unknown where null.</param>
    /// <param name="depth">How many levels of parts are shown; all where negative.</param>
    internal static string Of(RegoType? type, int depth = -1) => type switch
    {
        null or UnknownType => Unknown,
        ScalarType scalar => ScalarNames.Of(scalar.Kind),
        AnyType any => OfAny(any.Types.Length == 0 ? [] : Parts(depth, () => TypeOrder.Sort(any.Types).Select(part => Of(part, depth - 1)))),
        SetType { Element: UnknownType } => "set",
        SetType set => $"set[{Part(set.Element, depth)}]",
        ArrayType array => OfArray(
            array.Elements.IsEmpty ? [] : Parts(depth, () => array.Elements.Select(part => Of(part, depth - 1))),
            array.Rest is null ? null : Part(array.Rest, depth)),
        ObjectType obj => OfObject(
            obj.Properties.IsEmpty ? [] : Parts(depth, () => TypeOrder.Sort(obj.Properties).Select(property => OfProperty(property.Key, Of(property.Value, depth - 1)))),
            obj.Key is null ? null : depth == 0 ? Elision : $"{Of(obj.Key, depth - 1)}: {Of(obj.Value, depth - 1)}"),
        FunctionType function => OfFunction(
            function.Arguments.IsEmpty && function.Variadic is null ? [] : Parts(depth, () => Arguments(function, depth - 1)),
            function.Result is null ? Unknown : Part(function.Result, depth)),
        _ => type.ToString(),
    };

    /// <summary>A type that a message is not about: whole where it is short, else its kind alone.</summary>
    internal static string Aside(RegoType? type) => Of(type) is var text && TextWidth.Of(text) <= MaxAsideWidth ? text : Of(type, depth: 0);

    internal static string OfAny(IReadOnlyCollection<string> types) => types.Count == 0 ? "any" : $"any<{string.Join(", ", types)}>";

    internal static string OfArray(IReadOnlyCollection<string> elements, string? rest) => Composite("array", elements, rest);

    internal static string OfObject(IReadOnlyCollection<string> properties, string? rest) => Composite("object", properties, rest);

    internal static string OfFunction(IEnumerable<string> arguments, string result) => $"({string.Join(", ", arguments)}) => {result}";

    internal static string OfProperty(RegoValue key, string value) => $"{(key is RegoString name ? name.Value : key)}: {value}";

    private static string Composite(string kind, IReadOnlyCollection<string> parts, string? rest) =>
        kind + (parts.Count == 0 ? string.Empty : $"<{string.Join(", ", parts)}>") + (rest is null ? string.Empty : $"[{rest}]");

    private static IEnumerable<string> Arguments(FunctionType function, int depth)
    {
        var arguments = function.Arguments.Select(argument => Of(argument, depth));
        return function.Variadic is null ? arguments : arguments.Append(Of(function.Variadic, depth) + Elision);
    }

    private static ImmutableArray<string> Parts(int depth, Func<IEnumerable<string>> parts) => depth == 0 ? [Elision] : [.. parts()];

    private static string Part(RegoType? type, int depth) => depth == 0 ? Elision : Of(type, depth - 1);
}
