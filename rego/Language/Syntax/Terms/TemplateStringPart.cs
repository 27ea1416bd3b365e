using Rego.Sources;
using Rego.Syntax.Expressions;

namespace Rego.Syntax.Terms;

/// <summary>A part of a template string: either text or an expression.</summary>
/// <param name="Text">The characters, where it is text.</param>
/// <param name="Expression">The expression, where it is one.</param>
/// <param name="Location">Where the text stands, with the signs around it.</param>
public readonly record struct TemplateStringPart(string? Text, Expression? Expression, SourceLocation Location = default);
