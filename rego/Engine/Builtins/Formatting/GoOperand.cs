namespace Rego.Builtins.Formatting;

/// <summary>An argument of a Go type beyond those that Rego's values have.</summary>
/// <param name="TypeName">Its type in Go.</param>
/// <param name="Value">A <see cref="System.Numerics.BigInteger"/>, a boolean or a string, which its verbs apply to; null for what only <c>%v</c> shows.</param>
/// <param name="Text">What <c>%v</c> shows.</param>
internal sealed record GoOperand(string TypeName, object? Value, string Text);
