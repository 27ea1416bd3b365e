using System.Collections.Immutable;

namespace Rego.Analysis;

/// <summary>Which rules a rule may read, and what of the outside world it may reach through them.</summary>
internal sealed class RuleGraph
{
    private readonly ImmutableArray<ImmutableArray<RuleDefinition>> _reads;
    private readonly ImmutableArray<bool> _isFixed;

    internal RuleGraph(ImmutableArray<ImmutableArray<RuleDefinition>> reads, ImmutableArray<bool> isFixed)
    {
        _reads = reads;
        _isFixed = isFixed;
    }

    /// <summary>The definitions that it may read or call, itself (no <c>with</c> counted).</summary>
    public ImmutableArray<RuleDefinition> Reads(RuleDefinition definition) => _reads[definition.Index];

    /// <summary>
    /// Whether its value is the same in every evaluation of the policy: neither <c>input</c> nor a function that is not pure is
    /// reached by it or by anything that it reads, and no <c>with</c> stands on the way.
    /// </summary>
    public bool IsFixed(RuleDefinition definition) => _isFixed[definition.Index];
}
