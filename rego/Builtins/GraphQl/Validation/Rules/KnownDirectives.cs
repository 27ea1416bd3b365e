using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The schema has the directive, and for such a place.</summary>
internal sealed class KnownDirectives : GraphQlRule
{
    private readonly HashSet<(string Name, GraphQlPlace? Place)> _reported = [];

    internal override void Directive(GraphQlWalk walk, GraphQlDirective directive)
    {
        if (directive.Definition is null)
        {
            walk.Report(directive.Place, $"Unknown directive \"@{directive.Name}\".");
        }
        else if (!directive.Definition.Locations.Contains(directive.Location) && _reported.Add((directive.Name, directive.Place)))
        {
            walk.Report(directive.Place, $"Directive \"@{directive.Name}\" may not be used on {directive.Location}.");
        }
    }
}
