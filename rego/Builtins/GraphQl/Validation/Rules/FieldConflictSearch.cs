using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>
/// Finds the conflicts of fields: within a selection set, between it and the fragments that it spreads, and between those. Pairs of
/// fragments are compared once a document; what is left can still be much, so every comparison is charged.
/// </summary>
internal sealed class FieldConflictSearch(GraphQlWalk walk)
{
    private const int StepsPerComparison = 10;

    private readonly Dictionary<IReadOnlyList<GraphQlSelection>, CollectedFields> _collected = new(ReferenceEqualityComparer.Instance);

    /// <summary>Which fragments were compared, and whether as parts of types that exclude each other.</summary>
    private readonly Dictionary<(string, string), bool> _comparedPairs = [];

    private HashSet<string> _comparedFragments = [];

    /// <summary>The conflicts of a selection set, those below its fields aside.</summary>
    internal List<FieldConflict> Within(IReadOnlyList<GraphQlSelection> selections)
    {
        var conflicts = new List<FieldConflict>();
        var fields = Collect(selections);
        foreach (var name in fields.Names)
        {
            CompareAll(conflicts, fields[name]);
        }

        _comparedFragments = [];
        for (var i = 0; i < fields.Spreads.Count; i++)
        {
            CompareWithFragment(conflicts, areExclusive: false, fields, fields.Spreads[i]);
            for (var j = i + 1; j < fields.Spreads.Count; j++)
            {
                CompareFragments(conflicts, areExclusive: false, fields.Spreads[i], fields.Spreads[j]);
            }
        }

        return conflicts;
    }

    private CollectedFields Collect(IReadOnlyList<GraphQlSelection> selections)
    {
        if (!_collected.TryGetValue(selections, out var fields))
        {
            _collected.Add(selections, fields = new CollectedFields(walk, selections));
        }

        return fields;
    }

    private void CompareAll(List<FieldConflict> conflicts, IReadOnlyList<GraphQlField> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            for (var j = i + 1; j < fields.Count; j++)
            {
                Compare(conflicts, areExclusive: false, fields[i], fields[j]);
            }
        }
    }

    private void CompareSets(List<FieldConflict> conflicts, bool areExclusive, CollectedFields left, CollectedFields right)
    {
        walk.Charge(left.Names.Count);
        foreach (var name in left.Names)
        {
            foreach (var field in left[name])
            {
                foreach (var other in right[name])
                {
                    Compare(conflicts, areExclusive, field, other);
                }
            }
        }
    }

    private void CompareWithFragment(List<FieldConflict> conflicts, bool areExclusive, CollectedFields fields, GraphQlSpread spread)
    {
        if (!_comparedFragments.Add(spread.Name) || spread.Fragment is not { } fragment)
        {
            return;
        }

        var inFragment = Collect(fragment.Selections);
        if (inFragment == fields)
        {
            return;
        }

        CompareSets(conflicts, areExclusive, fields, inFragment);
        foreach (var inner in inFragment.Spreads)
        {
            CompareWithFragment(conflicts, areExclusive, fields, inner);
        }
    }

    private void CompareFragments(List<FieldConflict> conflicts, bool areExclusive, GraphQlSpread left, GraphQlSpread right)
    {
        walk.Charge(1);
        if (left.Name == right.Name || IsCompared(left.Name, right.Name, areExclusive))
        {
            return;
        }

        _comparedPairs[(left.Name, right.Name)] = areExclusive;
        _comparedPairs[(right.Name, left.Name)] = areExclusive;
        if (left.Fragment is not { } leftFragment || right.Fragment is not { } rightFragment)
        {
            return;
        }

        var leftFields = Collect(leftFragment.Selections);
        var rightFields = Collect(rightFragment.Selections);
        CompareSets(conflicts, areExclusive, leftFields, rightFields);
        foreach (var inner in rightFields.Spreads)
        {
            CompareFragments(conflicts, areExclusive, left, inner);
        }

        foreach (var inner in leftFields.Spreads)
        {
            CompareFragments(conflicts, areExclusive, inner, right);
        }
    }

    /// <summary>A comparison of what does not exclude each other covers the other kind.</summary>
    private bool IsCompared(string left, string right, bool areExclusive) =>
        _comparedPairs.TryGetValue((left, right), out var wereExclusive) && (areExclusive || !wereExclusive);

    private void Compare(List<FieldConflict> conflicts, bool areExclusive, GraphQlField left, GraphQlField right)
    {
        walk.Charge(StepsPerComparison);
        if (left.Parent is null || right.Parent is null)
        {
            return;
        }

        areExclusive |= AreExclusive(left, right);
        var reason = areExclusive ? null : DifferenceOf(left, right);
        reason ??= TypeDifferenceOf(left, right);
        if (reason is not null)
        {
            conflicts.Add(new FieldConflict(left.ResponseName, reason, [], right.Place));
            return;
        }

        var inner = Between(areExclusive, left.Selections, right.Selections);
        if (inner.Count > 0)
        {
            conflicts.Add(new FieldConflict(left.ResponseName, string.Empty, inner, right.Place));
        }
    }

    private List<FieldConflict> Between(bool areExclusive, IReadOnlyList<GraphQlSelection> left, IReadOnlyList<GraphQlSelection> right)
    {
        var conflicts = new List<FieldConflict>();
        var leftFields = Collect(left);
        var rightFields = Collect(right);
        CompareSets(conflicts, areExclusive, leftFields, rightFields);
        foreach (var spread in rightFields.Spreads)
        {
            _comparedFragments = [];
            CompareWithFragment(conflicts, areExclusive, leftFields, spread);
        }

        foreach (var spread in leftFields.Spreads)
        {
            _comparedFragments = [];
            CompareWithFragment(conflicts, areExclusive, rightFields, spread);
        }

        foreach (var spread in leftFields.Spreads)
        {
            foreach (var other in rightFields.Spreads)
            {
                CompareFragments(conflicts, areExclusive, spread, other);
            }
        }

        return conflicts;
    }

    /// <summary>Fields of two object types never meet in one answer.</summary>
    private static bool AreExclusive(GraphQlField left, GraphQlField right) =>
        left.Parent!.Name != right.Parent!.Name
        && left.Parent.Kind == GraphQlTypeKind.Object
        && right.Parent.Kind == GraphQlTypeKind.Object
        && left.Definition is not null
        && right.Definition is not null;

    private static string? DifferenceOf(GraphQlField left, GraphQlField right) =>
        left.Name != right.Name ? $"\"{left.Name}\" and \"{right.Name}\" are different fields"
        : !HaveSameArguments(left.Arguments, right.Arguments) ? "they have differing arguments"
        : null;

    private static bool HaveSameArguments(IReadOnlyList<GraphQlArgument> left, IReadOnlyList<GraphQlArgument> right) =>
        left.Count == right.Count
        && left.All(argument => right.Any(
            other => argument.Name == other.Name && argument.Value.Kind == other.Value.Kind && argument.Value.Raw == other.Value.Raw));

    private string? TypeDifferenceOf(GraphQlField left, GraphQlField right) =>
        left.Definition is { Type: var type } && right.Definition is { Type: var other } && AreInConflict(type, other)
            ? $"they return conflicting types \"{type}\" and \"{other}\""
            : null;

    private bool AreInConflict(GraphQlType left, GraphQlType right)
    {
        if (left.Element is not null || right.Element is not null)
        {
            return left.Element is null || right.Element is null || AreInConflict(left.Element, right.Element);
        }

        return left.IsNonNull != right.IsNonNull
            || (walk.Schema.Find(left.Name) is { IsLeaf: true } && walk.Schema.Find(right.Name) is { IsLeaf: true } && left.Name != right.Name);
    }
}
