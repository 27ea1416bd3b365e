using Rego.Syntax.Expressions;

namespace Rego.Evaluation.Statements;

/// <summary>Two bodies of which one, or both, must have a solution.</summary>
internal sealed class LogicalNode(LogicalOperator operation, StatementNode left, StatementNode right) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var holds = operation == LogicalOperator.Or
            ? left.Execute(frame) || right.Execute(frame)
            : left.Execute(frame) && right.Execute(frame);
        return holds && Next.Execute(frame);
    }
}
