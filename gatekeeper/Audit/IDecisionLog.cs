using Gatekeeper.Seam;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Audit;

/// <summary>The one place where decisions and refusals are recorded.</summary>
internal interface IDecisionLog
{
    /// <value>Whether the last attempt to write succeeded; readiness is red where it did not.</value>
    bool IsWritable { get; }

    /// <summary>
    /// Records one decision or refusal. Completes when the record is on stable storage (<paramref name="durable"/>, for calls that
    /// change something), or when it is written and will be on stable storage within 100 ms.
    /// </summary>
    /// <param name="record">What to record; encoded before the method returns.</param>
    /// <param name="durable">Whether to wait for stable storage.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing: never the call's own token.</param>
    /// <exception cref="AuditUnavailableException">It could not be recorded within the configured time.</exception>
    ValueTask RecordAsync(DecisionRecord record, bool durable, CancellationToken cancellationToken);

    /// <summary>Counts a call that was refused before it was decided because too many like it were denied: exactly, by whom and what for.</summary>
    void Count(Call call, Caller caller);
}
