using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>The document of a partial rule, or what stands in it under known keys; tells what the index found, also where it is known already.</summary>
/// <param name="rule">The rule.</param>
/// <param name="keys">The keys, one below the other; none for the document.</param>
internal sealed class TracedRuleValueNode(TracedPartialRulePlan rule, ValueNode[] keys) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var context = frame.Context;
        var path = Array.ConvertAll(keys, key => context.Trace.Intern(key.Evaluate(frame)));
        if (context.Scope.IsReplaced(rule.Path))
        {
            return Reference.Walk(context.Resolve(rule.Path), path);
        }

        rule.Select(context);
        return path.Length switch
        {
            0 => rule.GetValue(context),
            _ when !Array.TrueForAll(path, key => key.IsDefined) => RegoValue.Undefined,
            1 => rule.GetMember(context, path[0]),
            _ => rule.GetTracedMember(context, path),
        };
    }
}
