using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>A rule with one value.</summary>
internal sealed class CompleteRulePlan : RulePlan
{
    private readonly CodeUnit _unit;

    internal CompleteRulePlan(int id, RegoValue[] path, bool isFixed, CodeUnit unit)
        : base(id, path, isFixed) => _unit = unit;

    /// <summary>The frame; the planner sizes it.</summary>
    internal CodeUnit Unit => _unit;

    /// <summary>The definitions without the default; set once, while planning.</summary>
    internal BodySelector Bodies { get; set; } = null!;

    /// <summary>The <c>default</c>, or null; set once, while planning.</summary>
    internal RuleBody? Default { get; set; }

    internal override int MemberDepth => 0;

    internal override RegoValue Compute(EvaluationContext context)
    {
        context.Enter();
        var frame = context.Rent(_unit);
        Run(frame);
        var result = frame.Result ?? RegoValue.Undefined;
        context.Return(_unit, frame);
        context.Leave();
        return result;
    }

    /// <summary>Takes a value that a body yields; a second one must be equal.</summary>
    internal void Yield(Frame frame, RuleBody body, RegoValue value)
    {
        frame.HasYielded = true;
        if (frame.Result is null)
        {
            frame.Result = value;
            frame.ResultBody = body;
        }
        else if (!frame.Result.Equals(value))
        {
            var conflict = new ConflictingValues(frame.Result, frame.ResultBody!.Location);
            conflict.Add(value, body.Location);
            throw conflict.ToException($"rule {Name} produced conflicting values:");
        }
    }

    protected override RegoValue ComputeMember(EvaluationContext context, RegoValue key) =>
        Reference.Lookup(GetValue(context), key);

    protected override RegoValue ComputeMember(EvaluationContext context, ReadOnlySpan<RegoValue> keys) =>
        Reference.Walk(GetValue(context), keys);

    private void Run(Frame frame)
    {
        foreach (var body in Bodies.Select(frame))
        {
            if (body.Run(frame))
            {
                return;
            }
        }

        if (frame.Result is null)
        {
            Default?.Run(frame);
        }
    }
}
