namespace Rego.Evaluation.Statements;

/// <summary>The end of a body of which only is asked whether it has a solution.</summary>
internal sealed class SucceedNode : StatementNode
{
    internal override bool Execute(Frame frame) => true;
}
