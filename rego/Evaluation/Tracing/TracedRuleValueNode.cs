namespace Gatekeeper.Rego.Evaluation;

/// <summary>The document of a partial rule, or one member of it; tells what the index found, also where it is known already.</summary>
/// <param name="rule">The rule.</param>
/// <param name="key">The member's key, or null for the document.</param>
internal sealed class TracedRuleValueNode(TracedPartialRulePlan rule, ValueNode? key) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var at = key?.Evaluate(frame);
        var context = frame.Context;
        var scope = context.Scope;
        if (scope.IsReplaced(rule.Path))
        {
            var document = context.Resolve(rule.Path);
            return at is null ? document : Reference.Lookup(document, at);
        }

        rule.Select(context);
        return at is null ? rule.GetValue(context) : rule.GetMember(context, context.Trace.Intern(at));
    }
}
