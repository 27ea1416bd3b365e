using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>The value of a document that is the same in every evaluation.</summary>
/// <param name="Value">The value.</param>
/// <param name="HasErrors">Whether a built-in call failed in its making, and counted as undefined.</param>
internal sealed record FixedValue(RegoValue Value, bool HasErrors);
