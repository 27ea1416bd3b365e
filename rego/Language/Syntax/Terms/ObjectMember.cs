namespace Rego.Syntax.Terms;

/// <summary>A member of an object.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public readonly record struct ObjectMember(Term Key, Term Value);
