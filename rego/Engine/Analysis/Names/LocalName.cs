namespace Rego.Analysis.Names;

/// <summary>A name in a scope.</summary>
/// <param name="Renamed">The new name; a name that is merely mentioned keeps its own.</param>
/// <param name="Occurrence">How it came up.</param>
/// <param name="Count">How often it came up.</param>
internal readonly record struct LocalName(string Renamed, Occurrence Occurrence, int Count);
