using System.Globalization;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Gateway.Hosting.Revisions;

/// <summary>Records of the kind <c>revision</c> in a program's audit log.</summary>
public sealed class RevisionLog(TamperEvidentLog log) : IRevisionLog
{
    /// <inheritdoc/>
    public void RecordTaken(ActiveRevision next, string? previous)
    {
        ArgumentNullException.ThrowIfNull(next);
        Record([
            ("outcome", RegoString.From("taken")),
            ("revision", RegoString.From(next.Digest)),
            ("serial", next.Revision.Serial is { } serial ? RegoNumber.From(serial) : RegoNull.Instance),
            ("activated", RegoString.From(next.ActivatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))),
            ("previous", NameOf(previous)),
        ]);
    }

    /// <inheritdoc/>
    public void RecordRefused(RevisionRefusal refusal, string? current)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        Record([
            ("outcome", RegoString.From("refused")),
            ("revision", NameOf(refusal.Revision)),
            ("current", NameOf(current)),
            ("faults", RegoArray.From([.. RevisionMessages.Cut(refusal.Faults, RevisionMessages.MaxFaults, RevisionMessages.MaxFaultLength).Select(RegoString.From)])),
        ]);
    }

    // Durable before anything follows from it; looking for revisions is a thread's own work, which may wait.
    private void Record((string, RegoValue)[] members) => log.RecordEventAsync("revision", members, durable: true).AsTask().GetAwaiter().GetResult();

    private static RegoValue NameOf(string? revision) => revision is null ? RegoNull.Instance : RegoString.From(revision);
}
