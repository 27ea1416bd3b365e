namespace Gatekeeper.Rego.Evaluation;

/// <summary>A rule that defines a document piece by piece, instrumented.</summary>
internal sealed class TracedPartialRulePlan : RulePlan
{
    private readonly DocumentPlan _document;
    private readonly bool _isSet;

    internal TracedPartialRulePlan(int id, RegoValue[] path, TracedDefinitions whole, DocumentPlan document, bool isSet)
        : base(id, path, isFixed: false)
    {
        Whole = whole;
        _document = document;
        _isSet = isSet;
    }

    /// <summary>The definitions for the whole document.</summary>
    internal TracedDefinitions Whole { get; }

    /// <summary>The definitions for one member, whose key stands in slot 0; null where some member stands at a fixed place below.</summary>
    internal TracedDefinitions? Member { get; set; }

    internal override bool HasMembers => Member is not null;

    /// <summary>Looks the definitions up and tells what was found.</summary>
    internal TracedSelection Select(EvaluationContext context) => Whole.Select(context, []);

    internal override RegoValue Compute(EvaluationContext context)
    {
        var collector = new PartialDocument(_isSet);
        Run(context, Whole, Whole.Index.Select(context, []), collector, null);
        foreach (var child in _document.Children)
        {
            var value = child.GetValue(context, RegoValue.Undefined);
            if (value.IsDefined)
            {
                collector.Merge(child.Key, value);
            }
        }

        return collector.Build();
    }

    protected override RegoValue ComputeMember(EvaluationContext context, RegoValue key)
    {
        var collector = new PartialDocument(_isSet);
        Run(context, Member!, Member!.Index.Select(context, []), collector, key);
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
            trace.Current = caller;
            trace.Open();
            trace.Emit(TraceOperation.Enter, chain[0].Enter, frame);
            chain[0].Entry.Execute(frame);
            context.Return(definitions.Unit, frame);
        }

        trace.Current = caller;
        context.Leave();
    }
}
