using Rego.Options;
using Rego.Values;

namespace Gatekeeper.Policy;

/// <summary>One compiled set of policies with its data: what a decision is made with, from beginning to end.</summary>
/// <param name="Revision"><c>sha256:</c> and the digest over all files of the set.</param>
/// <param name="Evaluate">Answers the decision query for an input; thread-safe.</param>
/// <param name="ActivatedAt">Since when it is in use.</param>
/// <param name="Serial">Its serial, which orders revisions; null where it has none.</param>
internal sealed record PolicySnapshot(string Revision, Func<RegoValue, EvaluationOptions, RegoValue> Evaluate, DateTimeOffset ActivatedAt, long? Serial = null);
