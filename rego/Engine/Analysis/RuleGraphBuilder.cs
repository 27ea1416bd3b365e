using System.Collections.Immutable;
using Rego.Analysis.Typing;

namespace Rego.Analysis;

/// <summary>Builds the rule graph of a policy without recursion.</summary>
internal sealed class RuleGraphBuilder
{
    private readonly Compilation _compilation;
    private readonly RuleTree _rules;
    private readonly ImmutableArray<RuleDefinition>[] _reads;
    private readonly bool[] _isFixed;

    private RuleGraphBuilder(Compilation compilation)
    {
        _compilation = compilation;
        _rules = compilation.Rules;
        _reads = [.. _rules.Definitions.Select(ReadsOf)];
        _isFixed = new bool[_reads.Length];
    }

    internal static RuleGraph Build(Compilation compilation)
    {
        var builder = new RuleGraphBuilder(compilation);
        builder.MarkAll();
        return new RuleGraph([.. builder._reads], [.. builder._isFixed]);
    }

    private ImmutableArray<RuleDefinition> ReadsOf(RuleDefinition definition) =>
        [.. _compilation.Reads.OfAllBranches(definition).Select(index => _rules.Definitions[index])];

    /// <summary>What a rule reads comes before the rule itself.</summary>
    private void MarkAll()
    {
        foreach (var definition in new RuleOrder(_rules, _compilation.Reads).Sorted)
        {
            _isFixed[definition.Index] = _reads[definition.Index].All(read => _isFixed[read.Index]) && !_compilation.Reads.IsImpure(definition);
        }
    }
}
