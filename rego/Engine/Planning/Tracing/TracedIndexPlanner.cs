using System.Collections.Immutable;
using Rego.Analysis;
using Rego.Evaluation.Tracing;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning.Tracing;

/// <summary>Collects what the branches of a rule want of the documents and operands, as OPA's index does.</summary>
internal sealed class TracedIndexPlanner(PlannedPolicy policy)
{
    private readonly List<(int Definition, TracedBranch Branch, RegoValue? Value, List<(TracedIndexTerm Term, TracedIndexEntry Entry)> Wanted)> _branches = [];
    private readonly Dictionary<TracedIndexTerm, (int Count, SourceLocation Location)> _terms = [];

    internal void Add(RuleDefinition definition, Rule branch, TracedBranch planned)
    {
        var collector = new TracedIndexCollector(policy, definition.Rule.Head.Arguments);
        collector.Collect(branch.Body);
        foreach (var (term, location) in collector.Mentions)
        {
            var (count, first) = _terms.GetValueOrDefault(term, (0, location));
            _terms[term] = (count + 1, first);
        }

        var hasOneValue = definition.Kind is RuleKind.Complete or RuleKind.Function;
        var value = hasOneValue ? ConstantTerms.ToScalar(HeadValues.Of(branch)) ?? TermValues.ToValue(HeadValues.Of(branch)) : null;
        _branches.Add((definition.Index, planned, value, collector.Wanted));
    }

    internal TracedIndex Build()
    {
        var terms = _terms.OrderByDescending(term => term.Value.Count)
            .ThenBy(term => term.Value.Location.File?.Path ?? string.Empty, StringComparer.Ordinal)
            .ThenBy(term => term.Value.Location.Row)
            .ThenBy(term => term.Value.Location.Column)
            .Select(term => term.Key)
            .ToArray();
        var paths = _branches.Select(branch => new TracedIndexPath(
            branch.Definition,
            branch.Branch,
            Array.ConvertAll(terms, term => branch.Wanted.Where(wanted => wanted.Term.Equals(term)).Select(wanted => wanted.Entry).ToArray()),
            branch.Value));
        return new TracedIndex(terms, [.. paths]);
    }
}
