using Rego.Builtins.GraphQl.Syntax;
using Rego.Values;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>Checks the definitions of a schema, in the order of their names; the first mistake is told.</summary>
internal sealed class GraphQlSchemaCheck(GraphQlSchema schema, Action<long> charge)
{
    private readonly GraphQlInterfaceCheck _interfaces = new(schema, charge);

    /// <exception cref="GraphQlException">A definition is not valid.</exception>
    internal void Check()
    {
        foreach (var (_, definition) in schema.Types.OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            CheckDefinition(definition);
        }

        foreach (var (_, directive) in schema.Directives.OrderBy(directive => directive.Key, StringComparer.Ordinal))
        {
            CheckName(directive.Name, directive.Place);
            CheckArguments(directive.Arguments, directive);
        }
    }

    private void CheckDefinition(GraphQlDefinition definition)
    {
        charge(1);
        foreach (var field in definition.Fields)
        {
            CheckName(field.Name, field.Place);
            CheckType(field.Type);
            CheckArguments(field.Arguments, null);
            var location = definition.Kind == GraphQlTypeKind.InputObject ? "INPUT_FIELD_DEFINITION" : "FIELD_DEFINITION";
            CheckDirectives(field.Directives, location, null);
        }

        CheckMembers(definition);
        foreach (var name in definition.Interfaces)
        {
            _interfaces.Check(definition, name);
        }

        CheckContent(definition);
        CheckUnique(definition);
        if (!definition.IsBuiltIn)
        {
            CheckName(definition.Name, definition.Place);
        }

        CheckDirectives(definition.Directives, definition.Kind, null);
    }

    private void CheckMembers(GraphQlDefinition definition)
    {
        foreach (var name in definition.Types)
        {
            var member = schema.Find(name) ?? throw GraphQlSchemaProblem.At(definition.Place, $"Undefined type {GoText.Quote(name)}.");
            if (member.Kind != GraphQlTypeKind.Object)
            {
                throw GraphQlSchemaProblem.At(definition.Place, $"{definition.Kind} type {GoText.Quote(name)} must be OBJECT.");
            }
        }
    }

    private void CheckContent(GraphQlDefinition definition)
    {
        switch (definition.Kind)
        {
            case GraphQlTypeKind.Object or GraphQlTypeKind.Interface:
                CheckSomething(definition, definition.Fields.Count, "must define one or more fields.");
                CheckOutputFields(definition);
                break;
            case GraphQlTypeKind.Enum:
                CheckSomething(definition, definition.EnumValues.Count, "must define one or more unique enum values.");
                CheckEnumValues(definition);
                break;
            case GraphQlTypeKind.InputObject:
                CheckSomething(definition, definition.Fields.Count, "must define one or more input fields.");
                CheckInputFields(definition);
                break;
            default:
                break;
        }
    }

    private static void CheckSomething(GraphQlDefinition definition, int count, string problem)
    {
        if (count == 0)
        {
            throw GraphQlSchemaProblem.At(definition.Place, $"{definition.Kind} {definition.Name}: {problem}");
        }
    }

    private void CheckOutputFields(GraphQlDefinition definition)
    {
        foreach (var field in definition.Fields)
        {
            if (schema.Find(field.Type.BaseName) is { IsLeaf: false, IsComposite: false })
            {
                throw GraphQlSchemaProblem.At(
                    field.Place, $"{definition.Kind} {definition.Name}: field must be one of SCALAR, OBJECT, INTERFACE, UNION, ENUM.");
            }
        }
    }

    private static void CheckEnumValues(GraphQlDefinition definition)
    {
        if (definition.EnumValues.FirstOrDefault(value => value.Name is "true" or "false" or "null") is { } wrong)
        {
            throw GraphQlSchemaProblem.At(definition.Place, $"{definition.Kind} {definition.Name}: non-enum value {wrong.Name}.");
        }
    }

    private void CheckInputFields(GraphQlDefinition definition)
    {
        foreach (var field in definition.Fields)
        {
            if (schema.Find(field.Type.BaseName) is { IsInput: false } type)
            {
                throw GraphQlSchemaProblem.At(field.Place, $"{type.Kind} {field.Name}: field must be one of SCALAR, ENUM, INPUT_OBJECT.");
            }
        }
    }

    private static void CheckUnique(GraphQlDefinition definition)
    {
        var seen = new HashSet<string>();
        foreach (var field in definition.Fields)
        {
            if (!seen.Add(field.Name))
            {
                throw GraphQlSchemaProblem.At(field.Place, $"Field {definition.Name}.{field.Name} can only be defined once.");
            }
        }
    }

    private GraphQlDefinition CheckType(GraphQlType type)
    {
        charge(1);
        return schema.Find(type.BaseName) ?? throw GraphQlSchemaProblem.At(type.Place, $"Undefined type {type.BaseName}.");
    }

    private void CheckArguments(IReadOnlyList<GraphQlFieldDefinition> arguments, GraphQlDirectiveDefinition? owner)
    {
        foreach (var argument in arguments)
        {
            CheckName(argument.Name, argument.Place);
            var type = CheckType(argument.Type);
            if (!type.IsInput)
            {
                throw GraphQlSchemaProblem.At(
                    argument.Place, $"cannot use {argument.Type} as argument {argument.Name} because {type.Kind} is not a valid input type");
            }

            CheckDirectives(argument.Directives, "ARGUMENT_DEFINITION", owner);
        }
    }

    private void CheckDirectives(IReadOnlyList<GraphQlDirective> directives, string location, GraphQlDirectiveDefinition? owner)
    {
        foreach (var directive in directives)
        {
            charge(1);
            CheckName(directive.Name, directive.Place);
            if (directive.Name == owner?.Name)
            {
                throw GraphQlSchemaProblem.At(directive.Place, $"Directive {owner.Name} cannot refer to itself.");
            }

            var definition = schema.Directives.GetValueOrDefault(directive.Name)
                ?? throw GraphQlSchemaProblem.At(directive.Place, $"Undefined directive {directive.Name}.");
            if (!definition.Locations.Contains(location))
            {
                throw GraphQlSchemaProblem.At(directive.Place, $"Directive {directive.Name} is not applicable on {location}.");
            }
        }
    }

    private static void CheckName(string name, GraphQlPlace? place)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            throw GraphQlSchemaProblem.At(place, $"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.");
        }
    }
}
