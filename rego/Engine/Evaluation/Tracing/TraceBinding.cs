using Rego.Sources;

namespace Rego.Evaluation.Tracing;

/// <summary>A variable that has a value at some place of a plan.</summary>
/// <param name="Name">Its name in the compiled policy; empty where it is made when the statement runs.</param>
/// <param name="Original">Its name as written.</param>
/// <param name="Location">The mention that gave it its value.</param>
/// <param name="Slot">Where the value is.</param>
internal sealed record TraceBinding(string Name, string Original, SourceLocation Location, int Slot)
{
    /// <summary>The slot of the name, where <see cref="Name"/> is empty.</summary>
    internal int NameSlot { get; init; } = -1;
}
