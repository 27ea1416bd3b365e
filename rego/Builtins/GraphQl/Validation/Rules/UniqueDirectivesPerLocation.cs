using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>A directive stands once at a place.</summary>
internal sealed class UniqueDirectivesPerLocation : GraphQlRule
{
    internal override void Directives(GraphQlWalk walk, IReadOnlyList<GraphQlDirective> directives)
    {
        if (directives.Count < 2)
        {
            return;
        }

        var seen = new HashSet<string>();
        foreach (var directive in directives)
        {
            // As in OPA, it is the name and not the declaration that makes a directive repeatable.
            if (!seen.Add(directive.Name) && directive.Name != "repeatable")
            {
                walk.Report(directive.Place, $"The directive \"@{directive.Name}\" can only be used once at this location.");
            }
        }
    }
}
