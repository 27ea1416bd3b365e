using Rego.Builtins.GraphQl.Syntax;
using Rego.Values;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>A subscription is for one field, and not for the schema's own.</summary>
internal sealed class SingleFieldSubscriptions : GraphQlRule
{
    internal override void Operation(GraphQlWalk walk, GraphQlOperation operation)
    {
        if (operation.Kind != "subscription" || walk.Schema.Root(operation) is null)
        {
            return;
        }

        var name = operation.Name.Length > 0 ? $"Subscription {GoText.Quote(operation.Name)}" : "Anonymous Subscription";
        var fields = new List<GraphQlField>();
        Collect(walk, operation.Selections, fields, []);
        var different = fields.DistinctBy(field => field.Name).ToList();
        if (different.Count > 1)
        {
            walk.Report(different[1].Place, $"{name} must select only one top level field.");
        }

        foreach (var field in different.Where(field => field.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            walk.Report(field.Place, $"{name} must not select an introspection top level field.");
        }
    }

    /// <summary>The fields at the top; what follows an unknown fragment is not looked at.</summary>
    private static void Collect(GraphQlWalk walk, IReadOnlyList<GraphQlSelection> selections, List<GraphQlField> fields, HashSet<string> seen)
    {
        foreach (var selection in selections)
        {
            walk.Charge(1);
            switch (selection)
            {
                case GraphQlField field:
                    fields.Add(field);
                    break;
                case GraphQlInlineFragment inline:
                    Collect(walk, inline.Selections, fields, seen);
                    break;
                case GraphQlSpread { Fragment: null }:
                    return;
                case GraphQlSpread { Fragment: { } fragment } when seen.Add(fragment.Name):
                    Collect(walk, fragment.Selections, fields, seen);
                    break;
                default:
                    break;
            }
        }
    }
}
