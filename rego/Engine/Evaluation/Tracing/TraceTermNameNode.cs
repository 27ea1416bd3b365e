using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>Names the variable that OPA makes for the value of a statement: after the query that runs and the statement's place.</summary>
internal sealed class TraceTermNameNode(int slot, int index) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        frame.Slots[slot] = RegoString.From(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"$_term_{frame.Context.Trace.Current.Id}_{index}"));
        return Next.Execute(frame);
    }
}
