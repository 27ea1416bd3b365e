using System.Collections.Immutable;

namespace Rego.Types;

/// <summary>An array.</summary>
/// <param name="Elements">The types of its first elements.</param>
/// <param name="Rest">The type of further ones, or null where there are none.</param>
public sealed record ArrayType(ImmutableArray<RegoType> Elements, RegoType? Rest) : RegoType;
