using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>A branch of a rule with what it wants.</summary>
/// <param name="Definition">The number of the definition among those of the rule.</param>
/// <param name="Branch">The branch; its definition's come one after the other.</param>
/// <param name="Entries">For each term that is looked at, what is wanted; empty where nothing is. All empty where the branch is not indexed.</param>
/// <param name="Value">The head's value where it is a constant and no other value is possible; null otherwise.</param>
internal sealed record TracedIndexPath(int Definition, TracedBranch Branch, TracedIndexEntry[][] Entries, RegoValue? Value);
