using Rego.Syntax.Expressions;

namespace Rego.Evaluation.Tracing;

/// <summary>Two bodies of which one, or both, must hold.</summary>
internal sealed class TracedLogicalNode(LogicalOperator operation, TracedCondition left, TracedCondition right) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var holds = operation == LogicalOperator.Or
            ? left.Holds(frame) || right.Holds(frame)
            : left.Holds(frame) && right.Holds(frame);
        return holds && Next.Execute(frame);
    }
}
