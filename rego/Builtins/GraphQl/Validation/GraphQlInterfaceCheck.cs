using Rego.Builtins.GraphQl.Syntax;
using Rego.Values;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>Checks that a type has what the interfaces demand that it says to implement.</summary>
internal sealed class GraphQlInterfaceCheck(GraphQlSchema schema, Action<long> charge)
{
    /// <exception cref="GraphQlException">The type does not implement the interface.</exception>
    internal void Check(GraphQlDefinition definition, string name)
    {
        var wanted = schema.Find(name) ?? throw GraphQlSchemaProblem.At(definition.Place, $"Undefined type {GoText.Quote(name)}.");
        if (wanted.Kind != GraphQlTypeKind.Interface)
        {
            throw GraphQlSchemaProblem.At(definition.Place, $"{GoText.Quote(name)} is a non interface type {wanted.Kind}.");
        }

        foreach (var field in wanted.Fields)
        {
            CheckField(definition, wanted, field);
        }

        CheckAncestors(definition, wanted);
    }

    private void CheckField(GraphQlDefinition definition, GraphQlDefinition wanted, GraphQlFieldDefinition field)
    {
        var goal = $"For {definition.Name} to implement {wanted.Name}";
        var found = definition.FindField(field.Name)
            ?? throw GraphQlSchemaProblem.At(definition.Place, $"{goal} it must have a field called {field.Name}.");
        charge(1 + ((long)field.Arguments.Count * (1 + found.Arguments.Count)));
        if (!IsCovariant(field.Type, found.Type))
        {
            throw GraphQlSchemaProblem.At(found.Place, $"{goal} the field {field.Name} must have type {field.Type}.");
        }

        foreach (var argument in field.Arguments)
        {
            CheckArgument(goal, argument, field, found);
        }

        if (found.Arguments.FirstOrDefault(argument => argument.IsRequired && field.FindArgument(argument.Name) is null) is { } extra)
        {
            throw GraphQlSchemaProblem.At(
                extra.Place,
                $"{goal} any additional arguments on {found.Name} must be optional or have a default value but {extra.Name} is required.");
        }
    }

    private static void CheckArgument(string goal, GraphQlFieldDefinition wanted, GraphQlFieldDefinition field, GraphQlFieldDefinition found)
    {
        var argument = found.FindArgument(wanted.Name) ?? throw GraphQlSchemaProblem.At(
            found.Place, $"{goal} the field {field.Name} must have the same arguments but it is missing {wanted.Name}.");
        if (!wanted.Type.IsUsableAs(argument.Type))
        {
            throw GraphQlSchemaProblem.At(
                argument.Place, $"{goal} the field {field.Name} must have the same arguments but {wanted.Name} has the wrong type.");
        }
    }

    private void CheckAncestors(GraphQlDefinition definition, GraphQlDefinition wanted)
    {
        charge((long)wanted.Interfaces.Count * definition.Interfaces.Count);
        if (wanted.Interfaces.FirstOrDefault(ancestor => !definition.Interfaces.Contains(ancestor)) is not { } missing)
        {
            return;
        }

        throw GraphQlSchemaProblem.At(
            definition.Place,
            missing == definition.Name
                ? $"Type {definition.Name} cannot implement {wanted.Name} because it would create a circular reference."
                : $"Type {definition.Name} must implement {missing} because it is implemented by {wanted.Name}.");
    }

    private bool IsCovariant(GraphQlType wanted, GraphQlType found)
    {
        if (wanted.IsNonNull && !found.IsNonNull)
        {
            return false;
        }

        if (wanted.Element is { } element)
        {
            return found.Element is not null && IsCovariant(element, found.Element);
        }

        var possible = schema.PossibleTypes.GetValueOrDefault(wanted.Name, []);
        charge(possible.Count);
        return wanted.Name == found.Name || possible.Contains(found.Name);
    }
}
