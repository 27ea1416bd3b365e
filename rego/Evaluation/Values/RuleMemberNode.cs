namespace Gatekeeper.Rego.Evaluation;

/// <summary>A member of a partial rule's document under a key that is known when it is reached.</summary>
internal sealed class RuleMemberNode(RulePlan rule, ValueNode key) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var at = key.Evaluate(frame);
        if (!at.IsDefined)
        {
            return RegoValue.Undefined;
        }

        var context = frame.Context;
        return context.Scope.IsReplaced(rule.Path)
            ? Reference.Lookup(context.Resolve(rule.Path), at)
            : rule.GetMember(context, at);
    }
}
