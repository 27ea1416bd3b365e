using System.Collections.Immutable;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Builds the rule graph of a policy without recursion.</summary>
internal sealed class RuleGraphBuilder
{
    private readonly Compilation _compilation;
    private readonly ImmutableArray<ImmutableArray<RuleDefinition>> _reads;
    private readonly bool?[] _isFixed;

    private RuleGraphBuilder(Compilation compilation)
    {
        _compilation = compilation;
        _reads = [.. compilation.Rules.Definitions.Select(ReadsOf)];
        _isFixed = new bool?[_reads.Length];
    }

    internal static RuleGraph Build(Compilation compilation)
    {
        var builder = new RuleGraphBuilder(compilation);
        builder.MarkAll();
        return new RuleGraph(builder._reads, [.. builder._isFixed.Select(isFixed => isFixed!.Value)]);
    }

    private ImmutableArray<RuleDefinition> ReadsOf(RuleDefinition definition) =>
        [.. RuleBranches.Of(definition.Rule).SelectMany(branch => RuleReads.OfBranch(branch, _compilation.Rules)).Distinct()];

    /// <summary>Visits what a rule reads before the rule itself, with a stack of its own: chains may be of any length.</summary>
    private void MarkAll()
    {
        foreach (var definition in _compilation.Rules.Definitions)
        {
            var stack = new Stack<RuleDefinition>([definition]);
            while (stack.TryPeek(out var top))
            {
                var open = _reads[top.Index].FirstOrDefault(read => _isFixed[read.Index] is null);
                if (_isFixed[top.Index] is not null || open is null)
                {
                    _isFixed[top.Index] ??= _reads[top.Index].All(read => _isFixed[read.Index]!.Value) && !IsImpure(top.Rule);
                    stack.Pop();
                }
                else
                {
                    stack.Push(open);
                }
            }
        }
    }

    private bool IsImpure(Rule rule)
    {
        var found = false;
        ActionWalker.Walk(rule, node =>
        {
            found |= node is VarTerm { Name: RootDocuments.Input } || (node is Term term && NamesImpure(term));
            return !found;
        });
        return found;
    }

    private bool NamesImpure(Term term) =>
        term is VarTerm or RefTerm && BuiltinNames.Of(term) is { } name && (name == Operators.InternalPrint
            || (_compilation.Options.Builtins.TryGet(name, out var builtin) && !builtin.IsPure));
}
