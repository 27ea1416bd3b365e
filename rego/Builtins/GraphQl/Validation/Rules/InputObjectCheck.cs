using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The part of <see cref="ValuesOfCorrectType"/> that is about object values.</summary>
internal static class InputObjectCheck
{
    internal static void Check(GraphQlWalk walk, GraphQlValue value, GraphQlDefinition definition)
    {
        walk.Charge((long)definition.Fields.Count + value.Members.Count);
        var given = value.Members.Select(member => member.Name).ToHashSet();
        foreach (var field in definition.Fields.Where(field => field.IsRequired && !given.Contains(field.Name)))
        {
            walk.Report(value.Place, $"Field \"{definition.Name}.{field.Name}\" of required type \"{field.Type}\" was not provided.");
        }

        foreach (var directive in definition.Directives.Where(directive => directive.Name == "oneOf"))
        {
            CheckOneOf(walk, value, definition);
        }

        foreach (var member in value.Members.Where(member => definition.FindField(member.Name) is null))
        {
            var suggestion = GraphQlSuggestions.DidYouMean(walk, "Did you mean", member.Name, definition.Fields.Select(field => field.Name));
            walk.Report(member.Place, $"Field \"{member.Name}\" is not defined by type \"{definition.Name}\".{suggestion}");
        }
    }

    private static void CheckOneOf(GraphQlWalk walk, GraphQlValue value, GraphQlDefinition definition)
    {
        if (value.Members.Count != 1)
        {
            walk.Report(value.Place, $"OneOf Input Object \"{definition.Name}\" must specify exactly one key.");
            return;
        }

        var member = value.Members[0].Value;
        if (member.Kind == GraphQlValueKind.Null)
        {
            walk.Report(member.Place, $"Field \"{definition.Name}.{definition.Fields[0].Name}\" must be non-null.");
        }
        else if (member is { Kind: GraphQlValueKind.Variable, Variable: { Type.IsNonNull: false } variable })
        {
            walk.Report(member.Place, $"Variable \"{variable.Name}\" must be non-nullable to be used for OneOf Input Object \"{definition.Name}\".");
        }
    }
}
