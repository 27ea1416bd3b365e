using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>The end of a partial rule's body: adds an element or a member.</summary>
/// <param name="path">The keys from the rule's document down to the one that is added to; the last is a member's key where there is a value.</param>
/// <param name="element">The element of the set, or null.</param>
/// <param name="value">The member's value, or null.</param>
/// <param name="stopsAtFirst">Whether nothing more is wanted once an element is there.</param>
internal sealed class YieldPartialNode(ValueNode[] path, ValueNode? element, ValueNode? value, bool stopsAtFirst) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var result = (element ?? value)!.Evaluate(frame);
        if (!result.IsDefined)
        {
            return false;
        }

        frame.HasYielded = true;
        frame.Context.Charge(1, 32);
        var document = (PartialDocument)frame.States[0]!;
        return element is null ? AddMember(frame, document, result) : AddElement(frame, document, result);
    }

    private bool AddMember(Frame frame, PartialDocument document, RegoValue result)
    {
        for (var i = 0; i < path.Length - 1; i++)
        {
            var key = path[i].Evaluate(frame);
            if (!key.IsDefined)
            {
                return false;
            }

            document = document.Below(key, isSet: false);
        }

        var last = path[^1].Evaluate(frame);
        if (last.IsDefined)
        {
            document.Add(last, result);
        }

        return false;
    }

    private bool AddElement(Frame frame, PartialDocument document, RegoValue result)
    {
        for (var i = 0; i < path.Length; i++)
        {
            var key = path[i].Evaluate(frame);
            if (!key.IsDefined)
            {
                return false;
            }

            document = document.Below(key, isSet: i == path.Length - 1);
        }

        document.Add(result);
        return stopsAtFirst;
    }
}
