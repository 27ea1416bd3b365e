using Rego.Values;

namespace Rego.Tracing;

/// <summary>A variable that has a value.</summary>
/// <param name="Name">Its name in the compiled policy.</param>
/// <param name="Value">The value.</param>
public readonly record struct TraceLocal(string Name, RegoValue Value);
