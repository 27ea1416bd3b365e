using Rego.Sources;

namespace Rego.Evaluation.Tracing;

/// <summary>One run of a query, a rule's body or a nested body.</summary>
internal sealed class TraceQuery(long id, TraceQuery? parent)
{
    internal long Id { get; } = id;

    internal long ParentId { get; } = parent?.Id ?? 0;

    /// <summary>The place of the last event that had one: events of what the compiler made up are told there.</summary>
    internal SourceLocation LastLocation { get; set; } = parent?.LastLocation ?? default;

    /// <summary>The statement that runs.</summary>
    internal TracePoint? Point { get; set; } = parent?.Point;

    /// <summary>The frame of the statement that runs.</summary>
    internal Frame? Frame { get; set; } = parent?.Frame;
}
