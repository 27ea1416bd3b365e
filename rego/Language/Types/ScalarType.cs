using Rego.Values;

namespace Rego.Types;

/// <summary>A scalar type.</summary>
/// <param name="Kind">Null, boolean, number or string.</param>
public sealed record ScalarType(RegoKind Kind) : RegoType;
