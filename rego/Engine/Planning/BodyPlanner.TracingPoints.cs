using Rego.Analysis.Names;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Tracing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Tracing;
using Rego.Trees;

namespace Rego.Planning;

/// <content>What is known at a place, for the events that happen there.</content>
internal sealed partial class BodyPlanner
{
    /// <summary>A place, as much as was planned by now.</summary>
    internal TracePoint PointOf(SyntaxNode node, int index = 0) => new(node, Bindings())
    {
        Index = index,
        Mentioned = Mentioned(node),
        Documents = node is Rule ? [] : RulesIn(node),
    };

    private TraceBinding[] Bindings() =>
    [
        .. variables.Bound.Where(bound => !bound.Key.StartsWith('#')).Select(bound => _madeNames.TryGetValue(bound.Key, out var nameSlot)
            ? new TraceBinding(string.Empty, string.Empty, default, bound.Value) { NameSlot = nameSlot }
            : new TraceBinding(bound.Key, OriginalOf(bound.Key) ?? bound.Key, PlaceOf(bound.Key, _places.GetValueOrDefault(bound.Key)), bound.Value)),
    ];

    /// <summary>What stands for a variable that the compiler made has no place.</summary>
    private SourceLocation PlaceOf(string name, SourceLocation location) =>
        OriginalOf(name) is { } original && LocalNames.IsGeneratedName(original) ? default : location;

    private string? OriginalOf(string name) =>
        policy.Analyzed.OriginalNames.GetValueOrDefault(name) ?? QueryNames.GetValueOrDefault(name);

    private KeyValuePair<string, TraceVariable>[] Mentioned(SyntaxNode node)
    {
        var found = new Dictionary<string, TraceVariable>(StringComparer.Ordinal);
        ActionWalker.Walk(node, child =>
        {
            if (child is VarTerm variable && OriginalOf(variable.Name) is { } original)
            {
                found.TryAdd(variable.Name, new TraceVariable(original, PlaceOf(variable.Name, variable.Location)));
            }

            return true;
        });
        return [.. found];
    }

    private (RefTerm Reference, RulePlan Rule)[] RulesIn(SyntaxNode node)
    {
        var found = new List<(RefTerm, RulePlan)>();
        ActionWalker.Walk(node, child =>
        {
            if (child is RefTerm reference && GroundRule(reference) is { } ground)
            {
                found.Add(ground);
            }

            return true;
        });
        return [.. found];
    }

    /// <summary>The constant beginning of a reference with the rule that stands exactly there.</summary>
    private (RefTerm Reference, RulePlan Rule)? GroundRule(RefTerm reference)
    {
        var keys = reference.Path.TakeWhile(part => ConstantTerms.ToScalar(part) is not null).ToList();
        var place = policy.Root;
        foreach (var key in reference.Head is VarTerm { Name: RootDocuments.Data } ? keys : [])
        {
            if (!place.TryGetChild(ConstantTerms.ToScalar(key)!, out var child))
            {
                return null;
            }

            place = child;
        }

        return place.Rule is null ? null : (new RefTerm(reference.Location, reference.Head, [.. keys]), place.Rule);
    }
}
