using System.Collections.Immutable;
using Rego.Values;

namespace Rego.Types;

/// <summary>Types as JSON, in the form of <c>capabilities.json</c> and of the details of type errors.</summary>
internal static class TypeJson
{
    internal static RegoObject Of(RegoType type) => type switch
    {
        ScalarType scalar => Typed(ScalarNames.Of(scalar.Kind)),
        AnyType { Types: { IsEmpty: false } types } => Typed("any", ("of", List(TypeOrder.Sort(types)))),
        AnyType => Typed("any"),
        ArrayType array => OfArray(array),
        SetType set => set.Element is UnknownType ? Typed("set") : Typed("set", ("of", Of(set.Element))),
        ObjectType value => OfObject(value),
        FunctionType function => OfFunction(function),
        RecursiveType => Typed("recursive"),
        _ => RegoObject.Empty,
    };

    /// <summary>The type, or <c>null</c> where nothing is known.</summary>
    internal static RegoValue OfKnown(RegoType? type) => type is null or UnknownType ? RegoNull.Instance : Of(type);

    internal static RegoArray List(IEnumerable<RegoType?> types) => RegoArray.From([.. types.Select(OfKnown)]);

    private static RegoObject OfArray(ArrayType array) => Typed(
        "array",
        ("static", array.Elements.IsEmpty ? null : List(array.Elements)),
        ("dynamic", array.Rest is null ? null : OfKnown(array.Rest)));

    private static RegoObject OfObject(ObjectType value) => Typed(
        "object",
        ("static", value.Properties.IsEmpty ? null : RegoArray.From([.. TypeOrder.Sort(value.Properties).Select(property =>
            RegoObject.From(("key", property.Key), ("value", OfKnown(property.Value))))])),
        ("dynamic", value.Key is null ? null : RegoObject.From(("key", OfKnown(value.Key)), ("value", OfKnown(value.Value)))));

    private static RegoObject OfFunction(FunctionType function) => Typed(
        "function",
        ("args", function.Arguments.IsEmpty ? null : List(function.Arguments)),
        ("result", function.Result is null ? null : OfKnown(function.Result)),
        ("variadic", function.Variadic is null ? null : OfKnown(function.Variadic)));

    private static RegoObject Typed(string name, params ReadOnlySpan<(string Name, RegoValue? Value)> members)
    {
        var fields = new RegoObjectBuilder { [RegoString.From("type")] = RegoString.From(name) };
        foreach (var member in members)
        {
            if (member.Value is { } value)
            {
                fields[RegoString.From(member.Name)] = value;
            }
        }

        return fields.Build();
    }
}
