using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The schema has the types that variables and fragments name.</summary>
internal sealed class KnownTypeNames : GraphQlRule
{
    internal override void Variable(GraphQlWalk walk, GraphQlVariable variable)
    {
        if (walk.Schema.Find(variable.Type.BaseName) is null)
        {
            walk.Report(variable.Place, $"Unknown type \"{variable.Type.BaseName}\".");
        }
    }

    internal override void InlineFragment(GraphQlWalk walk, GraphQlInlineFragment fragment)
    {
        if (fragment.TypeCondition.Length > 0 && walk.Schema.Find(fragment.TypeCondition) is null)
        {
            walk.Report(fragment.Place, $"Unknown type \"{fragment.TypeCondition}\".");
        }
    }

    internal override void Fragment(GraphQlWalk walk, GraphQlFragment fragment)
    {
        if (walk.Schema.Find(fragment.TypeCondition) is null)
        {
            var names = walk.Schema.Types.Keys.Order(StringComparer.Ordinal);
            var suggestion = GraphQlSuggestions.DidYouMean(walk, "Did you mean", fragment.TypeCondition, names);
            walk.Report(fragment.Place, $"Unknown type \"{fragment.TypeCondition}\".{suggestion}");
        }
    }
}
