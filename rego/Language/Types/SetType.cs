namespace Rego.Types;

/// <summary>A set.</summary>
/// <param name="Element">The type of its elements.</param>
public sealed record SetType(RegoType Element) : RegoType;
