namespace Rego.Builtins.Patterns;

/// <summary>A regular expression's tree with what its user needs besides.</summary>
/// <param name="Root">The tree.</param>
/// <param name="GroupNames">The names of the groups by number, the whole match first; null for those without one.</param>
/// <param name="HasAnchors">Whether it asks for any place between characters.</param>
/// <param name="HasWordAnchors">Whether it asks for word boundaries.</param>
internal sealed record ParsedPattern(RegexNode Root, IReadOnlyList<string?> GroupNames, bool HasAnchors, bool HasWordAnchors);
