using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>The definitions of a partial rule, planned for what stands under known keys: those stand in the first slots.</summary>
internal sealed class PartialMemberPlan(CodeUnit unit, bool isSet)
{
    /// <summary>The frame; the planner sizes it.</summary>
    internal CodeUnit Unit => unit;

    /// <summary>The definitions; set once, while planning.</summary>
    internal BodySelector Bodies { get; set; } = null!;

    internal RegoValue Compute(EvaluationContext context, ReadOnlySpan<RegoValue> keys)
    {
        context.Enter();
        var frame = context.Rent(unit);
        keys.CopyTo(frame.Slots);
        var collector = (PartialDocument)(frame.States[0] ??= new PartialDocument(isSet));
        foreach (var body in Bodies.Select(frame))
        {
            if (body.Run(frame))
            {
                break;
            }
        }

        var member = Reference.Walk(collector.Build(), keys);
        collector.Clear();
        context.Return(unit, frame);
        context.Leave();
        return member;
    }
}
