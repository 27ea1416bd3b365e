using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>The end of a query that is asked for all solutions.</summary>
internal sealed class YieldBindingsNode(RegoValue[] names, ValueNode[] values) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var members = new RegoObjectBuilder(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            members[names[i]] = values[i].Evaluate(frame);
        }

        frame.Context.Charge(1, 64 + (16L * names.Length));
        ((List<RegoObject>)frame.States[0]!).Add(members.Build());
        return false;
    }
}
