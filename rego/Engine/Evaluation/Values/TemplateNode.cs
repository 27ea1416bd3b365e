using System.Text;
using Rego.Errors;
using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A template string: texts and, between them, expressions as sets of their values.</summary>
/// <param name="texts">One more than there are expressions.</param>
/// <param name="expressions">For each the set of its values: an empty one is undefined.</param>
internal sealed class TemplateNode(string[] texts, ValueNode[] expressions) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var text = new StringBuilder(texts[0]);
        for (var i = 0; i < expressions.Length; i++)
        {
            Append(text, expressions[i].Evaluate(frame));
            text.Append(texts[i + 1]);
        }

        frame.Context.Charge(expressions.Length, 32 + (2L * text.Length));
        return RegoString.From(text.ToString());
    }

    private static void Append(StringBuilder text, RegoValue values)
    {
        var set = ((RegoSet)values).Items;
        if (set.Length > 1)
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalConflict, "template-strings must not produce multiple outputs");
        }

        if (set.IsEmpty)
        {
            text.Append("<undefined>");
        }
        else if (set[0] is RegoString item)
        {
            text.Append(item.Value);
        }
        else
        {
            set[0].AppendTerm(text);
        }
    }
}
