namespace Gatekeeper.Rego.Evaluation;

/// <summary>A rule that defines a document piece by piece, instrumented.</summary>
internal sealed class TracedPartialRulePlan : RulePlan
{
    private readonly bool _isSet;

    internal TracedPartialRulePlan(int id, RegoValue[] path, TracedDefinitions whole, TracedDefinitions member, bool isSet)
        : base(id, path, isFixed: false)
    {
        Whole = whole;
        Member = member;
        _isSet = isSet;
    }

    /// <summary>The definitions for the whole document.</summary>
    internal TracedDefinitions Whole { get; }

    /// <summary>The definitions for one member, whose key stands in slot 0.</summary>
    internal TracedDefinitions Member { get; }

    internal override bool HasMembers => true;

    /// <summary>Looks the definitions up and tells what was found.</summary>
    internal TracedSelection Select(EvaluationContext context) => Whole.Select(context, []);

    internal override RegoValue Compute(EvaluationContext context)
    {
        var collector = new PartialDocument(_isSet);
        Run(context, Whole, Whole.Index.Select(context, []), collector, null);
        return collector.Build();
    }

    protected override RegoValue ComputeMember(EvaluationContext context, RegoValue key)
    {
        var collector = new PartialDocument(_isSet);
        Run(context, Member, Member.Index.Select(context, []), collector, key);
        return Reference.Lookup(collector.Build(), key);
    }

    private static void Run(EvaluationContext context, TracedDefinitions definitions, TracedSelection selection, PartialDocument collector, RegoValue? key)
    {
        context.Enter();
        var trace = context.Trace;
        var caller = trace.Current;
        foreach (var chain in selection.Chains)
        {
            var frame = context.Rent(definitions.Unit);
            frame.States[0] = collector;
            frame.Slots[0] = key ?? RegoNull.Instance;
            frame.HasYielded = false;
            for (var i = 0; i < chain.Length && !frame.HasYielded; i++)
            {
                trace.Current = caller;
                trace.Open();
                trace.Emit(TraceOperation.Enter, chain[i].Enter, frame);
                chain[i].Entry.Execute(frame);
            }

            context.Return(definitions.Unit, frame);
        }

        trace.Current = caller;
        context.Leave();
    }
}
