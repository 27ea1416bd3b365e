using Rego.Types;

namespace Rego.Capabilities;

/// <summary>An operand or the result of a built-in function.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">What it is called, or null.</param>
/// <param name="Description">What it is, or null.</param>
public sealed record OperandDeclaration(RegoType Type, string? Name = null, string? Description = null);
