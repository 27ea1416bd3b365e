using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The field or the directive has the argument.</summary>
internal sealed class KnownArgumentNames : GraphQlRule
{
    internal override void Field(GraphQlWalk walk, GraphQlField field)
    {
        if (field is { Definition: { } definition, Parent: { } parent })
        {
            Check(walk, field.Arguments, definition.Arguments, field.Place, $"field \"{parent.Name}.{field.Name}\"");
        }
    }

    internal override void Directive(GraphQlWalk walk, GraphQlDirective directive)
    {
        if (directive.Definition is { } definition)
        {
            Check(walk, directive.Arguments, definition.Arguments, directive.Place, $"directive \"@{directive.Name}\"");
        }
    }

    private static void Check(
        GraphQlWalk walk, IReadOnlyList<GraphQlArgument> arguments, IReadOnlyList<GraphQlFieldDefinition> known, GraphQlPlace? place, string owner)
    {
        walk.Charge((long)arguments.Count * known.Count);
        foreach (var argument in arguments.Where(argument => known.All(definition => definition.Name != argument.Name)))
        {
            var suggestion = GraphQlSuggestions.DidYouMean(walk, "Did you mean", argument.Name, known.Select(definition => definition.Name));
            walk.Report(place, $"Unknown argument \"{argument.Name}\" on {owner}.{suggestion}");
        }
    }
}
