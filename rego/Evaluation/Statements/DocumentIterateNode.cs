namespace Gatekeeper.Rego.Evaluation;

/// <summary>
/// A reference into <c>data</c> that leaves the known path while there may still be rules below: follows rules and base
/// document side by side, one solution for each value found.
/// </summary>
/// <param name="document">Where the known path ends.</param>
/// <param name="operands">What follows it.</param>
/// <param name="slot">Takes the value.</param>
internal sealed class DocumentIterateNode(DocumentPlan document, DocumentOperand[] operands, int slot) : StatementNode
{
    internal override bool Execute(Frame frame) =>
        Walk(frame, document, Reference.Walk(frame.Context.Scope.Data, document.Path), 0);

    private bool Walk(Frame frame, DocumentPlan place, RegoValue data, int at)
    {
        var context = frame.Context;
        if (place.Function is not null || context.Scope.IsReplaced(place.Path))
        {
            return WalkValue(frame, data, at);
        }

        if (at == operands.Length)
        {
            return Found(frame, place.GetValue(context, data));
        }

        if (place.Rule is not null)
        {
            return WalkRule(frame, place.Rule, at);
        }

        var operand = operands[at];
        return operand.Key is null ? WalkAll(frame, place, data, at) : WalkKey(frame, place, data, at, operand.Key.Evaluate(frame));
    }

    private bool WalkRule(Frame frame, RulePlan rule, int at)
    {
        if (rule.HasMembers && operands[at].Key is { } node)
        {
            var key = node.Evaluate(frame);
            return key.IsDefined && WalkValue(frame, rule.GetMember(frame.Context, key), at + 1);
        }

        return WalkValue(frame, rule.GetValue(frame.Context), at);
    }

    private bool WalkKey(Frame frame, DocumentPlan place, RegoValue data, int at, RegoValue key)
    {
        var below = Reference.Lookup(data, key);
        return place.TryGetChild(key, out var child) ? Walk(frame, child, below, at + 1) : WalkValue(frame, below, at + 1);
    }

    private bool WalkAll(Frame frame, DocumentPlan place, RegoValue data, int at)
    {
        if (data is RegoObject members)
        {
            for (var i = 0; i < members.Count; i++)
            {
                operands[at].Bind(frame, members.Keys[i]);
                if (WalkKey(frame, place, data, at, members.Keys[i]))
                {
                    return true;
                }
            }
        }

        foreach (var child in place.Children)
        {
            if (!Reference.Lookup(data, child.Key).IsDefined)
            {
                operands[at].Bind(frame, child.Key);
                if (Walk(frame, child, RegoValue.Undefined, at + 1))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool WalkValue(Frame frame, RegoValue value, int at)
    {
        if (!value.IsDefined || at == operands.Length)
        {
            return value.IsDefined && Found(frame, value);
        }

        var operand = operands[at];
        return operand.Key is null
            ? WalkElements(frame, value, at)
            : WalkValue(frame, Reference.Lookup(value, operand.Key.Evaluate(frame)), at + 1);
    }

    private bool WalkElements(Frame frame, RegoValue value, int at)
    {
        var cursor = new ElementCursor(value);
        while (cursor.MoveNext())
        {
            operands[at].Bind(frame, cursor.Key);
            if (WalkValue(frame, cursor.Value, at + 1))
            {
                return true;
            }
        }

        return false;
    }

    private bool Found(Frame frame, RegoValue value)
    {
        if (!value.IsDefined)
        {
            return false;
        }

        frame.Context.Budget.Step();
        frame.Slots[slot] = value;
        return Next.Execute(frame);
    }
}
