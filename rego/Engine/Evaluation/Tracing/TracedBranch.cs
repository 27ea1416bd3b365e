using Rego.Syntax;

namespace Rego.Evaluation.Tracing;

/// <summary>One definition of a rule, or one of its <c>else</c> branches, instrumented.</summary>
/// <param name="Rule">The definition or the branch.</param>
/// <param name="Enter">As it begins.</param>
internal sealed record TracedBranch(Rule Rule, TracePoint Enter)
{
    /// <summary>The first statement; set once, while planning.</summary>
    internal StatementNode Entry { get; set; } = null!;
}
