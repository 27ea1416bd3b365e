using Rego.Values;

namespace Rego.Queries;

/// <summary>One way in which a query holds.</summary>
/// <param name="Values">The values of its expressions, in their order.</param>
/// <param name="Bindings">The values of its variables, by name.</param>
public sealed record QuerySolution(IReadOnlyList<RegoValue> Values, RegoObject Bindings);
