namespace Rego.Builtins.Templates;

/// <summary>A template is wrong, or cannot be carried out on its values.</summary>
internal sealed class TemplateException(string message) : Exception("template: " + message);
