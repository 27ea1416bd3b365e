using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>Two values that must be equal: arrays and objects are compared part by part, which is told.</summary>
internal sealed class TracedEqualNode(ValueNode left, ValueNode right, TracePoint template) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var a = left.Evaluate(frame);
        var b = right.Evaluate(frame);
        return a.IsDefined && b.IsDefined && PartsEqual(frame, a, b) && Next.Execute(frame);
    }

    private bool PartsEqual(Frame frame, RegoValue left, RegoValue right)
    {
        frame.Context.Budget.Step();
        return (left, right) switch
        {
            _ when !frame.Context.Trace.IsOn => left.Equals(right),
            (RegoArray a, RegoArray b) => a.Count == b.Count && Enumerable.Range(0, a.Count).All(i => AreEqual(frame, a[i], b[i])),
            (RegoObject a, RegoObject b) => a.Count == b.Count && a.All(member => b[member.Key] is { IsDefined: true } other && AreEqual(frame, member.Value, other)),
            _ => left.Equals(right),
        };
    }

    private bool AreEqual(Frame frame, RegoValue left, RegoValue right)
    {
        TraceUnifyNode.Tell(frame, ValueTerms.Of(left), ValueTerms.Of(right), template);
        return PartsEqual(frame, left, right);
    }
}
