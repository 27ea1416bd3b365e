using Rego.Evaluation.Rules;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>A rule that defines a document piece by piece, instrumented.</summary>
internal sealed class TracedPartialRulePlan : RulePlan
{
    private readonly bool _isSet;

    internal TracedPartialRulePlan(int id, RegoValue[] path, TracedDefinitions whole, TracedDefinitions[] members, bool isSet)
        : base(id, path, isFixed: false)
    {
        Whole = whole;
        Members = members;
        _isSet = isSet;
    }

    /// <summary>The definitions for the whole document.</summary>
    internal TracedDefinitions Whole { get; }

    /// <summary>The definitions for one key, for two, and so on; the keys stand in the first slots.</summary>
    internal TracedDefinitions[] Members { get; }

    internal override int MemberDepth => Members.Length;

    /// <summary>Looks the definitions up and tells what was found.</summary>
    internal TracedSelection Select(EvaluationContext context) => Whole.Select(context, []);

    internal override RegoValue Compute(EvaluationContext context)
    {
        var collector = new PartialDocument(_isSet);
        Run(context, Whole, Whole.Index.Select(context, []), collector, []);
        return collector.Build();
    }

    /// <summary>What stands under several keys: in what is known of the members above, else as the definitions for so many keys give it.</summary>
    internal RegoValue GetTracedMember(EvaluationContext context, RegoValue[] keys)
    {
        var scope = context.Scope;
        if (scope.GetRule(Id) is { } whole)
        {
            return Reference.Walk(whole, keys);
        }

        for (var count = 1; count <= keys.Length; count++)
        {
            if (scope.GetCall(KeyOf(keys.AsSpan(0, count))) is { } known)
            {
                return Reference.Walk(known, keys.AsSpan(count));
            }
        }

        var value = ComputeMember(context, keys);
        scope.SetCall(KeyOf(keys), value);
        return value;
    }

    protected override RegoValue ComputeMember(EvaluationContext context, RegoValue key) => ComputeMember(context, [key]);

    protected override RegoValue ComputeMember(EvaluationContext context, ReadOnlySpan<RegoValue> keys)
    {
        var collector = new PartialDocument(_isSet);
        var member = Members[keys.Length - 1];
        Run(context, member, member.Index.Select(context, []), collector, keys);
        return Reference.Walk(collector.Build(), keys);
    }

    private CallKey KeyOf(ReadOnlySpan<RegoValue> keys) =>
        new(Id, keys[0], keys.Length > 1 ? keys[1] : null, keys.Length > 2 ? keys[2] : null, keys.Length > 3 ? keys[3] : null);

    private static void Run(EvaluationContext context, TracedDefinitions definitions, TracedSelection selection, PartialDocument collector, ReadOnlySpan<RegoValue> keys)
    {
        context.Enter();
        var trace = context.Trace;
        var caller = trace.Current;
        foreach (var chain in selection.Chains)
        {
            var frame = context.Rent(definitions.Unit);
            frame.States[0] = collector;
            keys.CopyTo(frame.Slots);
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
