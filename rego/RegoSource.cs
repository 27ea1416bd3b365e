using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego;

/// <summary>The text of one module.</summary>
/// <param name="Path">The name that diagnostics show.</param>
/// <param name="Text">The text.</param>
public sealed record RegoSource(string Path, string Text)
{
    /// <summary>Its tree, where it was parsed before; belongs to exactly this text.</summary>
    internal Module? Parsed { get; init; }
}
