using Gateway.Hosting.Audit;
using Gateway.Hosting.Revisions;

namespace Hosting.Tests.Support;

/// <summary>Remembers what was recorded of revisions; fails where it is told to.</summary>
internal sealed class RecordingRevisionLog : IRevisionLog
{
    public List<(ActiveRevision Next, string? Previous)> Taken { get; } = [];

    public List<(RevisionRefusal Refusal, string? Current)> Refused { get; } = [];

    public bool IsBroken { get; set; }

    public void RecordTaken(ActiveRevision next, string? previous)
    {
        RequireWhole();
        Taken.Add((next, previous));
    }

    public void RecordRefused(RevisionRefusal refusal, string? current)
    {
        RequireWhole();
        Refused.Add((refusal, current));
    }

    private void RequireWhole()
    {
        if (IsBroken)
        {
            throw new AuditUnavailableException("The log is broken.");
        }
    }
}
