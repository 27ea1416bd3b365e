using System.Collections.Immutable;

namespace Rego.Types;

/// <summary>One of several types; of none named: anything.</summary>
/// <param name="Types">The alternatives.</param>
public sealed record AnyType(ImmutableArray<RegoType> Types) : RegoType;
