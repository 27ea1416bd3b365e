namespace Rego.Builtins.Templates;

/// <summary>A template and those defined in it by name.</summary>
internal sealed record ParsedTemplate(IReadOnlyList<TemplateNode> Body, IReadOnlyDictionary<string, IReadOnlyList<TemplateNode>> Defined);
