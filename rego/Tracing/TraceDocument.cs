namespace Gatekeeper.Rego;

/// <summary>A rule whose value is known when an event happens that mentions it.</summary>
/// <param name="Reference">The reference, as it is written in the statement.</param>
/// <param name="Value">The rule's value.</param>
public readonly record struct TraceDocument(Syntax.RefTerm Reference, RegoValue Value);
