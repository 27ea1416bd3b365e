namespace Gatekeeper.Rego;

/// <summary>The text of one module.</summary>
/// <param name="Path">The name that diagnostics show.</param>
/// <param name="Text">The text.</param>
public sealed record RegoSource(string Path, string Text);
