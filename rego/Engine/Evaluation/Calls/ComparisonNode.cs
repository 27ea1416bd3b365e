using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>A comparison of two terms in Rego's total order.</summary>
internal sealed class ComparisonNode(ComparisonOperator operation, ValueNode left, ValueNode right) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        if (!a.IsDefined)
        {
            return a;
        }

        var b = right.Evaluate(frame);
        if (!b.IsDefined)
        {
            return b;
        }

        frame.Context.Budget.Step();
        frame.Context.Budget.ChargeFor(a);
        return RegoBoolean.From(Holds(a, b));
    }

    private bool Holds(RegoValue a, RegoValue b) => operation switch
    {
        ComparisonOperator.Equal => a.Equals(b),
        ComparisonOperator.NotEqual => !a.Equals(b),
        ComparisonOperator.Less => a.CompareTo(b) < 0,
        ComparisonOperator.LessOrEqual => a.CompareTo(b) <= 0,
        ComparisonOperator.Greater => a.CompareTo(b) > 0,
        _ => a.CompareTo(b) >= 0,
    };
}
