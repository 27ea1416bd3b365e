namespace Gatekeeper.Rego;

/// <summary>A scalar type.</summary>
/// <param name="Kind">Null, boolean, number or string.</param>
public sealed record ScalarType(RegoKind Kind) : RegoType;
