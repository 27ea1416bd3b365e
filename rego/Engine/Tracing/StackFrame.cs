using Rego.Sources;

namespace Rego.Tracing;

/// <summary>A query, rule or nested body that was being evaluated, and the statement at which it was.</summary>
/// <param name="QueryId">Its number, as traces have it.</param>
/// <param name="Location">The statement.</param>
/// <param name="Text">The statement as written, with values in place of the variables that have them.</param>
public sealed record StackFrame(long QueryId, SourceLocation Location, string Text);
