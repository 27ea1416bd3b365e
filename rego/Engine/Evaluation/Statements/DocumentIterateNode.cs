using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>
/// A reference into <c>data</c> that leaves the known path while there may still be rules below: follows rules and base
/// document side by side, one solution for each value found.
/// </summary>
/// <param name="document">Where the known path ends.</param>
/// <param name="operands">What follows it.</param>
/// <param name="slot">Takes the value.</param>
internal sealed class DocumentIterateNode(DocumentPlan document, DocumentOperand[] operands, int slot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var context = frame.Context;
        return Walk(frame, document, context.Resolve(document.Path), 0, context.Scope.ReplacedPaths is null ? null : NewPath());
    }

    /// <summary>The path, to be filled while it is walked: under a <c>with</c>, what stands at it cannot be told from what stands above.</summary>
    private RegoValue[] NewPath()
    {
        var path = new RegoValue[document.Path.Length + operands.Length];
        document.Path.CopyTo(path, 0);
        return path;
    }

    private bool Walk(Frame frame, DocumentPlan place, RegoValue data, int at, RegoValue[]? path)
    {
        var context = frame.Context;
        if (place.Function is not null || context.Scope.IsReplaced(place.Path))
        {
            return WalkBase(frame, data, at, path);
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
        if (operand.Key is null)
        {
            return WalkAll(frame, place, data, at, path);
        }

        var key = operand.Key.Evaluate(frame);
        return key.IsDefined && WalkKey(frame, place, data, at, key, path);
    }

    private bool WalkRule(Frame frame, RulePlan rule, int at)
    {
        var count = 0;
        while (count < rule.MemberDepth && at + count < operands.Length && operands[at + count].Key is not null)
        {
            count++;
        }

        if (count == 0)
        {
            return WalkValue(frame, rule.GetValue(frame.Context), at);
        }

        var keys = new RegoValue[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = operands[at + i].Key!.Evaluate(frame);
        }

        return Array.TrueForAll(keys, key => key.IsDefined) && WalkValue(frame, rule.GetMember(frame.Context, keys), at + count);
    }

    private bool WalkKey(Frame frame, DocumentPlan place, RegoValue data, int at, RegoValue key, RegoValue[]? path)
    {
        var below = Below(frame, data, at, key, path);
        return place.TryGetChild(key, out var child) ? Walk(frame, child, below, at + 1, path) : WalkBase(frame, below, at + 1, path);
    }

    /// <summary>Tries the keys of the base document, then those of rules: one that both have is tried twice, as OPA does.</summary>
    private bool WalkAll(Frame frame, DocumentPlan place, RegoValue data, int at, RegoValue[]? path)
    {
        var cursor = new ElementCursor(data);
        while (cursor.MoveNext())
        {
            var key = cursor.Key;
            operands[at].Bind(frame, key);
            if (WalkKey(frame, place, data, at, key, path))
            {
                return true;
            }
        }

        foreach (var child in place.Children)
        {
            operands[at].Bind(frame, child.Key);
            if (Walk(frame, child, Below(frame, data, at, child.Key, path), at + 1, path))
            {
                return true;
            }
        }

        return false;
    }

    private bool WalkBase(Frame frame, RegoValue value, int at, RegoValue[]? path)
    {
        if (!value.IsDefined || at == operands.Length)
        {
            return Found(frame, value);
        }

        if (operands[at].Key is { } node)
        {
            var key = node.Evaluate(frame);
            return key.IsDefined && WalkBase(frame, Below(frame, value, at, key, path), at + 1, path);
        }

        var cursor = new ElementCursor(value);
        while (cursor.MoveNext())
        {
            var key = cursor.Key;
            operands[at].Bind(frame, key);
            if (WalkBase(frame, Below(frame, value, at, key, path), at + 1, path))
            {
                return true;
            }
        }

        return false;
    }

    private RegoValue Below(Frame frame, RegoValue value, int at, RegoValue key, RegoValue[]? path)
    {
        if (path is null)
        {
            return BaseData.Lookup(value, key);
        }

        var depth = document.Path.Length + at;
        path[depth] = key;
        return frame.Context.Resolve(path.AsSpan(0, depth + 1));
    }

    private bool WalkValue(Frame frame, RegoValue value, int at)
    {
        if (!value.IsDefined || at == operands.Length)
        {
            return Found(frame, value);
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
