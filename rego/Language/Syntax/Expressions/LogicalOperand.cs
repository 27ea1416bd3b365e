namespace Rego.Syntax.Expressions;

/// <summary>A side of <c>or</c>, <c>and</c> or <c>not</c>.</summary>
/// <param name="Body">Its statements; one where it is bare.</param>
/// <param name="IsBraced">Whether it stood in braces.</param>
public readonly record struct LogicalOperand(Body Body, bool IsBraced);
