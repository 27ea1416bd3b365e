using Rego.Evaluation.Rules;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Tracing;

namespace Rego.Evaluation.Tracing;

/// <summary>A place of a plan at which events happen: what they are about, and what is known there.</summary>
/// <param name="Node">The rule, the body or the statement.</param>
/// <param name="Bindings">The variables that have values.</param>
internal sealed record TracePoint(SyntaxNode Node, TraceBinding[] Bindings)
{
    /// <summary>The statement's place in its body.</summary>
    internal int Index { get; init; }

    /// <summary>The statements around a statement.</summary>
    internal Body? Surroundings { get; init; }

    /// <summary>The rule that a branch belongs to.</summary>
    internal Rule? Definition { get; init; }

    /// <summary>The rule's path.</summary>
    internal string? RulePath { get; init; }

    /// <summary>The renamed variables that the node mentions: their names, and what they stand for.</summary>
    internal KeyValuePair<string, TraceVariable>[] Mentioned { get; init; } = [];

    /// <summary>The rules that the node mentions.</summary>
    internal (RefTerm Reference, RulePlan Rule)[] Documents { get; init; } = [];
}
