using Rego.Sources;

namespace Rego.Tracing;

/// <summary>What a variable of the compiled policy stands for.</summary>
/// <param name="Name">Its name as written; its own where the compiler made it up.</param>
/// <param name="Location">Where it stands; without a file and row for what the compiler made up.</param>
public readonly record struct TraceVariable(string Name, SourceLocation Location);
