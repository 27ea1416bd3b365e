using Gateway.Hosting.Revisions;

namespace Gatekeeper.Policy;

/// <summary>Gives the decision point the revision in use. Thread-safe.</summary>
internal sealed class RevisionSource(RevisionStore revisions) : IPolicySource
{
    private Tuple<ActiveRevision, PolicySnapshot>? _last;

    /// <inheritdoc/>
    public PolicySnapshot Current
    {
        get
        {
            var active = revisions.Current;
            var last = Volatile.Read(ref _last);
            if (last is null || !ReferenceEquals(last.Item1, active))
            {
                last = Tuple.Create(active, new PolicySnapshot(active.Digest, active.Revision.Decision.Evaluate, active.ActivatedAt, active.Revision.Serial));
                Volatile.Write(ref _last, last);
            }

            return last.Item2;
        }
    }
}
