using System.Collections.Immutable;
using Rego.Analysis;
using Rego.Analysis.Rewriting;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Tooling.Dependencies;

/// <summary>Follows what a query reads through the rules that it reads, to the documents from outside.</summary>
internal sealed class DependencyCollector(RuleTree rules)
{
    private readonly HashSet<RuleDefinition> _visited = [];
    private readonly Queue<RuleDefinition> _open = new();

    /// <summary>Constant references to what no rule defines, sorted.</summary>
    internal SortedSet<ImmutableArray<Term>> Base { get; } = new(ReferenceOrder.Instance);

    /// <summary>The rules that are read, by the constant part of their paths, sorted.</summary>
    internal SortedSet<ImmutableArray<Term>> Virtual { get; } = new(ReferenceOrder.Instance);

    internal void Collect(Body query)
    {
        var variables = VariableCollector.Of(query);
        variables.RemoveWhere(name => name.StartsWith('$'));
        Follow(BodyReads.Of(query, variables));
        while (_open.TryDequeue(out var definition))
        {
            foreach (var branch in RuleBranches.Of(definition.Rule))
            {
                Collect(branch);
            }
        }
    }

    private void Collect(Rule branch)
    {
        if (branch.Body is not null)
        {
            Follow(BodyReads.Of(branch.Body, VariableCollector.Of(branch.Head)));
        }
    }

    private void Follow(IEnumerable<ImmutableArray<Term>> references)
    {
        foreach (var reference in references)
        {
            var place = ReferenceOrder.ConstantPrefix(reference);
            var isDefined = false;
            foreach (var definition in RulesAt(place))
            {
                isDefined = true;
                Visit(definition);
            }

            if (!isDefined)
            {
                Base.Add(place);
            }
        }
    }

    private void Visit(RuleDefinition definition)
    {
        if (_visited.Add(definition))
        {
            _open.Enqueue(definition);
            var head = definition.Rule.Head.Reference;
            Virtual.Add(ReferenceOrder.ConstantPrefix([
                .. definition.Module.Package.Path,
                new StringTerm(head[0].Location, ((VarTerm)head[0]).Name, isRaw: false),
                .. head.AsSpan()[1..]]));
        }
    }

    /// <summary>The rules that define what stands at a place: those on the way to it, else those at it and below.</summary>
    private IEnumerable<RuleDefinition> RulesAt(ImmutableArray<Term> place)
    {
        if (place[0] is not VarTerm { Name: RootDocuments.Data })
        {
            return [];
        }

        var node = rules.Root;
        foreach (var part in place.AsSpan()[1..])
        {
            if (!node.Children.TryGetValue(ConstantTerms.ToValue(part)!, out var child))
            {
                return [];
            }

            node = child;
            if (node.Rules.Count > 0)
            {
                break;
            }
        }

        return Below(node);
    }

    private static IEnumerable<RuleDefinition> Below(RuleTreeNode node) => node.Rules.Concat(node.Children.Values.SelectMany(Below));
}
