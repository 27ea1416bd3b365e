using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>Fragments have different names.</summary>
internal sealed class UniqueFragmentNames : GraphQlRule
{
    private readonly HashSet<string> _seen = [];

    internal override void Fragment(GraphQlWalk walk, GraphQlFragment fragment)
    {
        if (!_seen.Add(fragment.Name))
        {
            walk.Report(fragment.Place, $"There can be only one fragment named \"{fragment.Name}\".");
        }
    }
}
