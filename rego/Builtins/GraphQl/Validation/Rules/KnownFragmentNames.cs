using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The document has the fragment that it spreads.</summary>
internal sealed class KnownFragmentNames : GraphQlRule
{
    internal override void Spread(GraphQlWalk walk, GraphQlSpread spread)
    {
        if (spread.Fragment is null)
        {
            walk.Report(spread.Place, $"Unknown fragment \"{spread.Name}\".");
        }
    }
}
