using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>Every fragment is used by an operation.</summary>
internal sealed class NoUnusedFragments : GraphQlRule
{
    private readonly HashSet<string> _used = [];
    private bool _areOperationsDone;

    internal override void Spread(GraphQlWalk walk, GraphQlSpread spread)
    {
        if (!_areOperationsDone)
        {
            _used.Add(spread.Name);
        }
    }

    internal override void Fragment(GraphQlWalk walk, GraphQlFragment fragment)
    {
        _areOperationsDone = true;
        if (!_used.Contains(fragment.Name))
        {
            walk.Report(fragment.Place, $"Fragment \"{fragment.Name}\" is never used.");
        }
    }
}
