using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The fields of a selection set by the names that they have in the answer, those of inline fragments with them, and its spreads.</summary>
internal sealed class CollectedFields
{
    private readonly Dictionary<string, List<GraphQlField>> _byName = [];
    private readonly List<string> _names = [];
    private readonly List<GraphQlSpread> _spreads = [];

    internal CollectedFields(GraphQlWalk walk, IReadOnlyList<GraphQlSelection> selections) => Add(walk, selections);

    /// <summary>The names in the order in which they come up.</summary>
    internal IReadOnlyList<string> Names => _names;

    internal IReadOnlyList<GraphQlSpread> Spreads => _spreads;

    /// <summary>The fields of a name, perhaps none.</summary>
    internal IReadOnlyList<GraphQlField> this[string name] => _byName.GetValueOrDefault(name, []);

    private void Add(GraphQlWalk walk, IReadOnlyList<GraphQlSelection> selections)
    {
        walk.Charge(selections.Count);
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case GraphQlField field:
                    Add(field);
                    break;
                case GraphQlInlineFragment inline:
                    Add(walk, inline.Selections);
                    break;
                case GraphQlSpread spread:
                    _spreads.Add(spread);
                    break;
                default:
                    break;
            }
        }
    }

    private void Add(GraphQlField field)
    {
        if (!_byName.TryGetValue(field.ResponseName, out var fields))
        {
            _byName.Add(field.ResponseName, fields = []);
            _names.Add(field.ResponseName);
        }

        fields.Add(field);
    }
}
