using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>A query does not ask for the schema's types within types within types.</summary>
internal sealed class MaxIntrospectionDepth : GraphQlRule
{
    private const int MaxLists = 3;

    internal override void Field(GraphQlWalk walk, GraphQlField field)
    {
        if (field.Name is "__schema" or "__type" && IsTooDeep(walk, field, [], 0))
        {
            walk.Report(field.Place, "Maximum introspection depth exceeded");
        }
    }

    private static bool IsTooDeep(GraphQlWalk walk, GraphQlSelection selection, HashSet<string> open, int lists)
    {
        walk.Charge(1);
        switch (selection)
        {
            case GraphQlField field:
                var inside = lists + (field.Name is "fields" or "interfaces" or "possibleTypes" or "inputFields" ? 1 : 0);
                return inside >= MaxLists || AnyTooDeep(walk, field.Selections, open, inside);
            case GraphQlInlineFragment fragment:
                return AnyTooDeep(walk, fragment.Selections, open, lists);
            case GraphQlSpread { Fragment: { } fragment } when open.Add(fragment.Name):
                var tooDeep = AnyTooDeep(walk, fragment.Selections, open, lists);
                open.Remove(fragment.Name);
                return tooDeep;
            default:
                return false;
        }
    }

    private static bool AnyTooDeep(GraphQlWalk walk, IReadOnlyList<GraphQlSelection> selections, HashSet<string> open, int lists)
    {
        foreach (var selection in selections)
        {
            if (IsTooDeep(walk, selection, open, lists))
            {
                return true;
            }
        }

        return false;
    }
}
