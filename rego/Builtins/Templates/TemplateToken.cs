namespace Rego.Builtins.Templates;

/// <summary>A token inside of an action.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a field without the dot.</param>
/// <param name="Value">The value of a constant.</param>
/// <param name="AfterBlank">Whether white space stands before it.</param>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, object? Value, bool AfterBlank);
