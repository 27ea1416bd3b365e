using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>A fragment stands where a value can be of its type.</summary>
internal sealed class PossibleFragmentSpreads : GraphQlRule
{
    internal override void InlineFragment(GraphQlWalk walk, GraphQlInlineFragment fragment)
    {
        if (IsImpossible(walk, fragment.Parent, fragment.TypeCondition))
        {
            walk.Report(
                fragment.Place,
                $"Fragment cannot be spread here as objects of type \"{fragment.Parent!.Name}\" can never be of type \"{fragment.TypeCondition}\".");
        }
    }

    internal override void Spread(GraphQlWalk walk, GraphQlSpread spread)
    {
        if (spread.Fragment is { } fragment && IsImpossible(walk, spread.Parent, fragment.TypeCondition))
        {
            walk.Report(
                spread.Place,
                $"Fragment \"{spread.Name}\" cannot be spread here as objects of type \"{spread.Parent!.Name}\" can never be of type \"{fragment.TypeCondition}\".");
        }
    }

    private static bool IsImpossible(GraphQlWalk walk, GraphQlDefinition? parent, string condition)
    {
        if (parent is not { IsComposite: true } || walk.Schema.Find(condition) is not { IsComposite: true } type)
        {
            return false;
        }

        var wanted = walk.Schema.PossibleTypesOf(type);
        var there = parent.Kind == GraphQlTypeKind.Object ? [parent.Name] : walk.Schema.PossibleTypesOf(parent);
        walk.Charge(wanted.Count + there.Count);
        return !wanted.Intersect(there).Any();
    }
}
