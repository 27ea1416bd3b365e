using Deploy.V1;
using Rego.Values;

namespace Gatekeeper.Audit;

/// <summary>Refusals that were counted instead of recorded one by one.</summary>
/// <param name="Since">When counting began.</param>
/// <param name="Counts">How many, by reason and door.</param>
internal sealed record RefusalSummary(DateTimeOffset Since, IReadOnlyDictionary<(ErrorReason Reason, string Door), long> Counts)
{
    /// <summary>The counts as the record has them.</summary>
    public RegoArray ToRego() => RegoArray.From(Counts.Select(count => (RegoValue)RegoObject.From(
        ("reason", RegoString.From(RecordEncoder.ReasonName(count.Key.Reason))),
        ("door", RegoString.From(count.Key.Door)),
        ("count", RegoNumber.From(count.Value)))));
}
