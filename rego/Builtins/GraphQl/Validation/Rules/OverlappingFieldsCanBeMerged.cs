using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>What has one name in the answer is one field, asked for in one way.</summary>
internal sealed class OverlappingFieldsCanBeMerged : GraphQlRule
{
    private FieldConflictSearch? _search;

    internal override void Operation(GraphQlWalk walk, GraphQlOperation operation) => Check(walk, operation.Selections);

    internal override void Field(GraphQlWalk walk, GraphQlField field)
    {
        // Inside a fragment that is walked by itself the operation that spreads it has told already.
        if (walk.CurrentOperation is not null)
        {
            Check(walk, field.Selections);
        }
    }

    internal override void InlineFragment(GraphQlWalk walk, GraphQlInlineFragment fragment) => Check(walk, fragment.Selections);

    internal override void Fragment(GraphQlWalk walk, GraphQlFragment fragment) => Check(walk, fragment.Selections);

    private void Check(GraphQlWalk walk, IReadOnlyList<GraphQlSelection> selections)
    {
        if (selections.Count == 0)
        {
            return;
        }

        _search ??= new FieldConflictSearch(walk);
        foreach (var conflict in _search.Within(selections))
        {
            walk.Report(
                conflict.Place,
                $"Fields \"{conflict.ResponseName}\" conflict because {conflict}. Use different aliases on the fields to fetch both if this was intentional.");
        }
    }
}
