using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>A term that an index looks at: an operand of a function, or something below <c>input</c> or <c>data</c>.</summary>
/// <param name="Operand">The operand's number; negative for a document.</param>
/// <param name="IsInput">Whether the document is <c>input</c>.</param>
/// <param name="Path">The keys below the document.</param>
internal sealed record TracedIndexTerm(int Operand, bool IsInput, RegoArray Path)
{
    internal RegoValue Resolve(EvaluationContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (Operand >= 0)
        {
            return operands[Operand];
        }

        return IsInput ? Reference.Walk(context.Scope.Input, Path.Items) : context.Resolve(Path.Items);
    }
}
