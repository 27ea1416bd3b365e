using Rego.Sources;

namespace Rego.Syntax;

/// <summary>A place where a module names a part of <c>data</c>, by itself or through an import; or a rule of its own package by name alone.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Path">The steps below <c>data</c>; null for one that is computed.</param>
/// <param name="IsOwn">Whether the name stands alone, and so is the package's own, or a variable's.</param>
public sealed record DataReference(SourceLocation Location, IReadOnlyList<string?> Path, bool IsOwn);
