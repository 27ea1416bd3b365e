using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>No fragment spreads itself, not even through others.</summary>
internal sealed class NoFragmentCycles : GraphQlRule
{
    private readonly HashSet<string> _seen = [];
    private readonly List<string> _path = [];
    private readonly Dictionary<string, int> _depths = [];

    internal override void Fragment(GraphQlWalk walk, GraphQlFragment fragment)
    {
        if (!_seen.Add(fragment.Name))
        {
            return;
        }

        _depths[fragment.Name] = _path.Count;
        foreach (var spread in SpreadsIn(walk, fragment.Selections))
        {
            Follow(walk, spread);
        }

        _depths.Remove(fragment.Name);
    }

    private void Follow(GraphQlWalk walk, GraphQlSpread spread)
    {
        if (_depths.TryGetValue(spread.Name, out var start))
        {
            var via = string.Join(", ", _path.Skip(start).Select(GraphQlSuggestions.Quote));
            walk.Report(spread.Place, $"Cannot spread fragment \"{spread.Name}\" within itself{(via.Length > 0 ? " via " + via : via)}.");
        }
        else if (walk.Query.FindFragment(spread.Name) is { } fragment)
        {
            _path.Add(spread.Name);
            Fragment(walk, fragment);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private static List<GraphQlSpread> SpreadsIn(GraphQlWalk walk, IReadOnlyList<GraphQlSelection> selections)
    {
        var spreads = new List<GraphQlSpread>();
        var left = new Stack<IReadOnlyList<GraphQlSelection>>([selections]);
        while (left.TryPop(out var next))
        {
            walk.Charge(next.Count);
            foreach (var selection in next)
            {
                switch (selection)
                {
                    case GraphQlSpread spread:
                        spreads.Add(spread);
                        break;
                    case GraphQlField field:
                        left.Push(field.Selections);
                        break;
                    case GraphQlInlineFragment inline:
                        left.Push(inline.Selections);
                        break;
                    default:
                        break;
                }
            }
        }

        return spreads;
    }
}
