using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>An argument is given once.</summary>
internal sealed class UniqueArgumentNames : GraphQlRule
{
    internal override void Field(GraphQlWalk walk, GraphQlField field) => Check(walk, field.Arguments);

    internal override void Directive(GraphQlWalk walk, GraphQlDirective directive) => Check(walk, directive.Arguments);

    private static void Check(GraphQlWalk walk, IReadOnlyList<GraphQlArgument> arguments)
    {
        if (arguments.Count < 2)
        {
            return;
        }

        foreach (var same in arguments.GroupBy(argument => argument.Name).Where(group => group.Count() > 1))
        {
            walk.Report(same.ElementAt(1).Place, $"There can be only one argument named \"{same.Key}\".");
        }
    }
}
