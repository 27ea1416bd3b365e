using Rego.Errors;
using Rego.Sources;
using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>The end of an object comprehension's body. A key may come again only with an equal value.</summary>
internal sealed class AddMemberNode(int state, ValueNode key, ValueNode value, SourceLocation location) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var at = key.Evaluate(frame);
        var member = at.IsDefined ? value.Evaluate(frame) : at;
        if (!member.IsDefined)
        {
            return false;
        }

        frame.Context.Charge(1, 40);
        var members = (RegoObjectBuilder)frame.States[state]!;
        if (!members.TryAdd(at, member) && members.TryGetValue(at, out var known) && !known.Equals(member))
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalConflict, "object keys must be unique", location);
        }

        return false;
    }
}
