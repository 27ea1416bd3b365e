using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>A call that answers several results: runs what follows for each.</summary>
internal sealed class RelationNode(ValueNode call, int slot) : StatementNode
{
    internal override bool Execute(Frame frame) => call.Evaluate(frame) switch
    {
        RegoArray array => Run(frame, array.Items),
        RegoSet set => Run(frame, set.Items),
        _ => false,
    };

    private bool Run(Frame frame, ReadOnlySpan<RegoValue> results)
    {
        foreach (var result in results)
        {
            frame.Context.Budget.Step();
            frame.Slots[slot] = result;
            if (Next.Execute(frame))
            {
                return true;
            }
        }

        return false;
    }
}
