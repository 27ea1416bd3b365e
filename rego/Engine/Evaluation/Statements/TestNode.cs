using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>A term that must be defined and not false.</summary>
internal sealed class TestNode(ValueNode value) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var result = value.Evaluate(frame);
        return result.IsDefined && !ReferenceEquals(result, RegoBoolean.False) && Next.Execute(frame);
    }
}
