namespace Rego.Sources;

/// <summary>A module's text and the path that its diagnostics name.</summary>
/// <param name="Path">The path as the loader gave it.</param>
/// <param name="Text">The whole text.</param>
public sealed record SourceFile(string Path, string Text);
