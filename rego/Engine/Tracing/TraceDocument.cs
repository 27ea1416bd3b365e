using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Tracing;

/// <summary>A rule whose value is known when an event happens that mentions it.</summary>
/// <param name="Reference">The reference, as it is written in the statement.</param>
/// <param name="Value">The rule's value.</param>
public readonly record struct TraceDocument(RefTerm Reference, RegoValue Value);
