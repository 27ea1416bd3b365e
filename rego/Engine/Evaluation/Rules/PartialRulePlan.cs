using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>
/// A rule that defines a document piece by piece: elements of a set, members of an object, or members at any depth below its
/// path.
/// </summary>
internal sealed class PartialRulePlan : RulePlan
{
    private readonly CodeUnit _unit;

    internal PartialRulePlan(int id, RegoValue[] path, bool isFixed, CodeUnit unit, PartialMemberPlan[] members, bool isSet)
        : base(id, path, isFixed)
    {
        _unit = unit;
        Members = members;
        IsSet = isSet;
    }

    /// <summary>The frame; the planner sizes it.</summary>
    internal CodeUnit Unit => _unit;

    /// <summary>Whether the document itself is a set.</summary>
    internal bool IsSet { get; }

    /// <summary>The definitions; set once, while planning.</summary>
    internal BodySelector Bodies { get; set; } = null!;

    /// <summary>The definitions with one key given, with two, and so on.</summary>
    internal PartialMemberPlan[] Members { get; }

    internal override int MemberDepth => Members.Length;

    internal override RegoValue Compute(EvaluationContext context)
    {
        context.Enter();
        var frame = context.Rent(_unit);
        var collector = (PartialDocument)(frame.States[0] ??= new PartialDocument(IsSet));
        foreach (var body in Bodies.Select(frame))
        {
            body.Run(frame);
        }

        var document = collector.Build();
        collector.Clear();
        context.Return(_unit, frame);
        context.Leave();
        return document;
    }

    protected override RegoValue ComputeMember(EvaluationContext context, RegoValue key) => Members[0].Compute(context, [key]);

    protected override RegoValue ComputeMember(EvaluationContext context, ReadOnlySpan<RegoValue> keys) =>
        Members[keys.Length - 1].Compute(context, keys);
}
