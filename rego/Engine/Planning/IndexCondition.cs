using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Planning;

/// <summary>A comparison in a body that must hold: a term equals one of some constants.</summary>
/// <param name="Subject">What names the term: <c>input.a.b</c>, or the position of a function's operand.</param>
/// <param name="Term">The term.</param>
/// <param name="Operand">The position of a function's operand, or -1 for a reference.</param>
/// <param name="Values">The constants.</param>
internal sealed record IndexCondition(string Subject, Term Term, int Operand, RegoValue[] Values);
