using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>A rule with one value, instrumented.</summary>
internal sealed class TracedCompleteRulePlan : RulePlan
{
    internal TracedCompleteRulePlan(int id, RegoValue[] path, TracedDefinitions definitions)
        : base(id, path, isFixed: false) => Definitions = definitions;

    internal TracedDefinitions Definitions { get; }

    internal override int MemberDepth => 0;

    internal override RegoValue Compute(EvaluationContext context)
    {
        var frame = context.Rent(Definitions.Unit);
        var selection = Definitions.Select(context, []);
        var activation = NewActivation(context, new TracedContinuation(frame, null, -1));
        activation.Run(selection);
        context.Return(Definitions.Unit, frame);
        return activation.Result ?? RegoValue.Undefined;
    }

    /// <summary>Computes the rule with what follows run inside it; an undefined rule is remembered as such.</summary>
    internal bool Run(EvaluationContext context, TracedSelection selection, TracedContinuation continuation)
    {
        var scope = context.Scope;
        var activation = NewActivation(context, continuation);
        var stop = activation.Run(selection);
        if (activation.Result is null)
        {
            scope.SetRule(Id, RegoValue.Undefined);
        }

        return stop;
    }

    protected override RegoValue ComputeMember(EvaluationContext context, RegoValue key) => Reference.Lookup(GetValue(context), key);

    protected override RegoValue ComputeMember(EvaluationContext context, ReadOnlySpan<RegoValue> keys) => Reference.Walk(GetValue(context), keys);

    private TracedActivation NewActivation(EvaluationContext context, TracedContinuation continuation)
    {
        var scope = context.Scope;
        return new TracedActivation(context, Definitions, continuation, value => scope.SetRule(Id, value));
    }
}
