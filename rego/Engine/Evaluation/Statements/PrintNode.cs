using System.Text;
using Rego.Builtins;
using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary><c>print(…)</c>: a line for each combination of the operands' values. Always succeeds.</summary>
/// <param name="operands">For each operand the set of its values: an empty one is undefined.</param>
internal sealed class PrintNode(ValueNode[] operands) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        if (frame.Context.Options.Print is not null)
        {
            Print(frame, 0, string.Empty);
        }

        return Next.Execute(frame);
    }

    private void Print(Frame frame, int at, string line)
    {
        if (at == operands.Length)
        {
            frame.Context.Emit(BuiltinOutput.Print, line);
            return;
        }

        var separator = at == 0 ? string.Empty : " ";
        var values = (RegoSet)operands[at].Evaluate(frame);
        if (values.Count == 0)
        {
            Print(frame, at + 1, line + separator + "<undefined>");
        }

        for (var i = 0; i < values.Count; i++)
        {
            frame.Context.Charge(1, 2L * line.Length);
            Print(frame, at + 1, line + separator + TextOf(values.Items[i]));
        }
    }

    private static string TextOf(RegoValue value) => value is RegoString text ? text.Value : value.ToString();
}
