using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>What a field or a directive demands is there.</summary>
internal sealed class ProvidedRequiredArguments : GraphQlRule
{
    internal override void Field(GraphQlWalk walk, GraphQlField field)
    {
        if (field.Definition is { } definition)
        {
            Check(walk, field.Arguments, definition.Arguments, field.Place, $"Field \"{field.Name}\"");
        }
    }

    internal override void Directive(GraphQlWalk walk, GraphQlDirective directive)
    {
        if (directive.Definition is { } definition)
        {
            Check(walk, directive.Arguments, definition.Arguments, directive.Place, $"Directive \"@{definition.Name}\"");
        }
    }

    private static void Check(
        GraphQlWalk walk, IReadOnlyList<GraphQlArgument> arguments, IReadOnlyList<GraphQlFieldDefinition> known, GraphQlPlace? place, string owner)
    {
        walk.Charge((long)arguments.Count * known.Count);
        foreach (var definition in known)
        {
            if (definition.IsRequired && arguments.All(argument => argument.Name != definition.Name))
            {
                walk.Report(place, $"{owner} argument \"{definition.Name}\" of type \"{definition.Type}\" is required, but it was not provided.");
            }
        }
    }
}
