using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>Two terms that must be defined and equal.</summary>
internal sealed class EqualNode(ValueNode left, ValueNode right) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        frame.Context.Budget.Step();
        var a = left.Evaluate(frame);
        frame.Context.Budget.ChargeFor(a);
        return a.IsDefined && a.Equals(right.Evaluate(frame)) && Next.Execute(frame);
    }
}
