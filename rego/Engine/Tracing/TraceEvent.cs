using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Tracing;

/// <summary>One step of an evaluation, as OPA tells it. Valid after the evaluation too.</summary>
public sealed class TraceEvent
{
    private static readonly IReadOnlyDictionary<string, TraceVariable> NoVariables = new Dictionary<string, TraceVariable>();

    /// <summary>What happened.</summary>
    public required TraceOperation Operation { get; init; }

    /// <summary>To what: a <see cref="Rule"/>, a <see cref="Body"/> or an <see cref="Expression"/>, as compiled; null for a note.</summary>
    public SyntaxNode? Node { get; init; }

    /// <summary>The statement's place in its body, from 0; 0 for anything else.</summary>
    public int Index { get; init; }

    /// <summary>The rule that a branch belongs to, where <see cref="Node"/> is a <see cref="Rule"/>.</summary>
    public Rule? Definition { get; init; }

    /// <summary>The rule's path, where <see cref="Node"/> is a <see cref="Rule"/>: <c>data.gate.allow</c>.</summary>
    public string? RulePath { get; init; }

    /// <summary>Where.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>The query, rule or nested body that runs: a number of its own for each time.</summary>
    public required long QueryId { get; init; }

    /// <summary>The one around it; 0 for the first.</summary>
    public required long ParentId { get; init; }

    /// <summary>What is told beside: the text of a note, what an index found.</summary>
    public string Message { get; init; } = string.Empty;

    /// <summary>The rule that an index looked up; null for any other event.</summary>
    public RefTerm? Reference { get; init; }

    /// <summary>The variables that have values, where the tracer wants them; null for notes.</summary>
    public IReadOnlyList<TraceLocal>? Locals { get; init; }

    /// <summary>What the variables stand for that have values or are mentioned, where the tracer wants them; null for notes.</summary>
    public IReadOnlyDictionary<string, TraceVariable>? LocalMetadata { get; init; }

    /// <summary>The rules mentioned whose values are known, where the tracer wants them.</summary>
    public IReadOnlyList<TraceDocument> Documents { get; init; } = [];

    /// <summary>The statements around <see cref="Node"/>, where it is a statement of a body.</summary>
    internal Body? Surroundings { get; init; }

    /// <summary>The metadata, empty where there is none.</summary>
    internal IReadOnlyDictionary<string, TraceVariable> Variables => LocalMetadata ?? NoVariables;
}
