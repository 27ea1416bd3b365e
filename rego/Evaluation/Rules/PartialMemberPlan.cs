namespace Gatekeeper.Rego.Evaluation;

/// <summary>The definitions of a partial rule, planned for one member whose key is known: it stands in slot 0.</summary>
internal sealed class PartialMemberPlan(CodeUnit unit, bool isSet)
{
    /// <summary>The frame; the planner sizes it.</summary>
    internal CodeUnit Unit => unit;

    /// <summary>The definitions; set once, while planning.</summary>
    internal BodySelector Bodies { get; set; } = null!;

    internal RegoValue Compute(EvaluationContext context, RegoValue key)
    {
        context.Enter();
        var frame = context.Rent(unit);
        frame.Slots[0] = key;
        var collector = (PartialDocument)(frame.States[0] ??= new PartialDocument(isSet));
        foreach (var body in Bodies.Select(frame))
        {
            if (body.Run(frame))
            {
                break;
            }
        }

        var member = Reference.Lookup(collector.Build(), key);
        collector.Clear();
        context.Return(unit, frame);
        context.Leave();
        return member;
    }
}
