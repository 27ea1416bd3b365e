using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>Operands of calls whose number is not known beforehand.</summary>
internal static class Operands
{
    /// <summary>The values, or null where one is undefined.</summary>
    internal static RegoValue[]? Evaluate(Frame frame, ReadOnlySpan<ValueNode> operands)
    {
        var values = new RegoValue[operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            values[i] = operands[i].Evaluate(frame);
            if (!values[i].IsDefined)
            {
                return null;
            }
        }

        return values;
    }
}
