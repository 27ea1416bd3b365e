using Rego.Syntax.Terms;

namespace Rego.Evaluation.Tracing;

/// <summary>One side of a unification as it is told: a term as written, or the value it has by now.</summary>
/// <param name="Term">The term; where <paramref name="Value"/> is given it is not read.</param>
/// <param name="Value">The value.</param>
internal sealed record TraceSide(Term? Term, ValueNode? Value)
{
    internal Term Show(Frame frame) => Value is null ? Term! : ValueTerms.Of(Value.Evaluate(frame));
}
