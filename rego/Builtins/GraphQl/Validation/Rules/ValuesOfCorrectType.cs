using System.Globalization;
using System.Numerics;
using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>Values fit the types that their places want.</summary>
internal sealed class ValuesOfCorrectType : GraphQlRule
{
    private const string EnumQuestion = "Did you mean the enum value";

    internal override void Value(GraphQlWalk walk, GraphQlValue value)
    {
        if (value is not { Definition: { } definition, ExpectedType: { } expected })
        {
            return;
        }

        if (value.Kind == GraphQlValueKind.Null && expected.IsNonNull)
        {
            walk.Report(value.Place, $"Expected value of type \"{expected}\", found {value}.");
        }

        // What a scalar of the schema's own takes only the server knows.
        if (definition.Kind == GraphQlTypeKind.Scalar && definition.Name is not ("Int" or "Float" or "String" or "Boolean" or "ID"))
        {
            return;
        }

        if (!value.IsReadable())
        {
            walk.Report(value.Place, Unexpected(value, expected, definition));
        }

        Check(walk, value, expected, definition);
    }

    private static void Check(GraphQlWalk walk, GraphQlValue value, GraphQlType expected, GraphQlDefinition definition)
    {
        switch (value.Kind)
        {
            case GraphQlValueKind.List when expected.Element is null:
            case GraphQlValueKind.Int when definition.Name is not ("Int" or "Float" or "ID"):
            case GraphQlValueKind.Float when definition.Name != "Float":
            case GraphQlValueKind.Boolean when definition.Name != "Boolean":
                walk.Report(value.Place, Unexpected(value, expected, definition));
                break;
            case GraphQlValueKind.String or GraphQlValueKind.Block:
                CheckString(walk, value, expected, definition);
                break;
            case GraphQlValueKind.Enum:
                CheckEnum(walk, value, expected, definition);
                break;
            case GraphQlValueKind.Object:
                InputObjectCheck.Check(walk, value, definition);
                break;
            default:
                break;
        }
    }

    private static void CheckString(GraphQlWalk walk, GraphQlValue value, GraphQlType expected, GraphQlDefinition definition)
    {
        if (definition.Kind == GraphQlTypeKind.Enum)
        {
            walk.Report(
                value.Place,
                $"Enum \"{expected}\" cannot represent non-enum value: {value}.{GraphQlSuggestions.DidYouMean(walk, EnumQuestion, value.Raw, Names(definition))}");
        }
        else if (definition.Name is not ("String" or "ID"))
        {
            walk.Report(value.Place, Unexpected(value, expected, definition));
        }
    }

    private static void CheckEnum(GraphQlWalk walk, GraphQlValue value, GraphQlType expected, GraphQlDefinition definition)
    {
        if (definition.Kind != GraphQlTypeKind.Enum)
        {
            walk.Report(value.Place, Unexpected(value, expected, definition));
        }
        else if (!Names(definition).Contains(value.Raw))
        {
            walk.Charge(definition.EnumValues.Count);
            walk.Report(
                value.Place,
                $"Value \"{value}\" does not exist in \"{expected}\" enum.{GraphQlSuggestions.DidYouMean(walk, EnumQuestion, value.Raw, Names(definition))}");
        }
    }

    private static IEnumerable<string> Names(GraphQlDefinition definition) => definition.EnumValues.Select(value => value.Name);

    private static string Unexpected(GraphQlValue value, GraphQlType expected, GraphQlDefinition definition) => expected.ToString() switch
    {
        "Int" or "Int!" => IsWideInteger(value)
            ? $"Int cannot represent non 32-bit signed integer value: {value}"
            : $"Int cannot represent non-integer value: {value}",
        "String" or "String!" or "[String]" => $"String cannot represent a non string value: {value}",
        "Boolean" or "Boolean!" => $"Boolean cannot represent a non boolean value: {value}",
        "Float" or "Float!" => $"Float cannot represent non numeric value: {value}",
        "ID" or "ID!" => $"ID cannot represent a non-string and non-integer value: {value}",
        var type when definition.Kind == GraphQlTypeKind.Enum => $"Enum \"{type}\" cannot represent non-enum value: {value}.",
        var type => $"Expected value of type \"{type}\", found {value}.",
    };

    private static bool IsWideInteger(GraphQlValue value) =>
        BigInteger.TryParse(value.Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && (number < int.MinValue || number > int.MaxValue);
}
