using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>Fragments are for types that have fields.</summary>
internal sealed class FragmentsOnCompositeTypes : GraphQlRule
{
    internal override void InlineFragment(GraphQlWalk walk, GraphQlInlineFragment fragment)
    {
        if (walk.Schema.Find(fragment.TypeCondition) is { IsComposite: false })
        {
            walk.Report(fragment.Place, $"Fragment cannot condition on non composite type \"{fragment.TypeCondition}\".");
        }
    }

    internal override void Fragment(GraphQlWalk walk, GraphQlFragment fragment)
    {
        if (walk.Schema.Find(fragment.TypeCondition) is { IsComposite: false })
        {
            walk.Report(fragment.Place, $"Fragment \"{fragment.Name}\" cannot condition on non composite type \"{fragment.TypeCondition}\".");
        }
    }
}
