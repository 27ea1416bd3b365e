using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A member of a partial rule's document under a key that is known when it is reached, or below it under several.</summary>
internal sealed class RuleMemberNode(RulePlan rule, ValueNode[] keys) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        if (keys.Length > 1)
        {
            return EvaluateBelow(frame);
        }

        var at = keys[0].Evaluate(frame);
        if (!at.IsDefined)
        {
            return RegoValue.Undefined;
        }

        var context = frame.Context;
        return context.Scope.IsReplaced(rule.Path)
            ? Reference.Lookup(context.Resolve(rule.Path), at)
            : rule.GetMember(context, at);
    }

    private RegoValue EvaluateBelow(Frame frame)
    {
        var path = new RegoValue[keys.Length];
        for (var i = 0; i < path.Length; i++)
        {
            var key = keys[i].Evaluate(frame);
            if (!key.IsDefined)
            {
                return key;
            }

            path[i] = key;
        }

        var context = frame.Context;
        return context.Scope.IsReplaced(rule.Path)
            ? Reference.Walk(context.Resolve(rule.Path), path)
            : rule.GetMember(context, path);
    }
}
