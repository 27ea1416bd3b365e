using System.Collections.Immutable;

namespace Rego.Types;

/// <summary>A function.</summary>
/// <param name="Arguments">The types of its operands.</param>
/// <param name="Result">The type of its result; null where it has none (<c>print</c>).</param>
/// <param name="Variadic">The type of any number of further operands, or null.</param>
public sealed record FunctionType(ImmutableArray<RegoType> Arguments, RegoType? Result, RegoType? Variadic = null) : RegoType;
