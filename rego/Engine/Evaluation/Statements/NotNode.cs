namespace Rego.Evaluation.Statements;

/// <summary>A body that must have no solution.</summary>
internal sealed class NotNode(StatementNode body) : StatementNode
{
    internal override bool Execute(Frame frame) => !body.Execute(frame) && Next.Execute(frame);
}
