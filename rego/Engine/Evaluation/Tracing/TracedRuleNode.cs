using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>The value of a rule with one value, with what follows run inside it.</summary>
internal sealed class TracedRuleNode(TracedCompleteRulePlan rule, int slot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var context = frame.Context;
        var scope = context.Scope;
        if (scope.IsReplaced(rule.Path))
        {
            return Go(frame, context.Resolve(rule.Path));
        }

        var selection = rule.Definitions.Select(context, []);
        if (scope.GetRule(rule.Id) is { } known)
        {
            return Go(frame, known);
        }

        return rule.Run(context, selection, new TracedContinuation(frame, Next, slot));
    }

    private bool Go(Frame frame, RegoValue value)
    {
        if (!value.IsDefined)
        {
            return false;
        }

        frame.Slots[slot] = value;
        return Next.Execute(frame);
    }
}
