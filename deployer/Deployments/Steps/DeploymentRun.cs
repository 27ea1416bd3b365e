using Deployer.Deployments.Journal;
using Deployer.Destinations;
using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>One deployment being carried out: what the steps work on.</summary>
internal sealed class DeploymentRun(DeploymentJournal journal, Destination destination, ITarget target, DeploymentSnapshot snapshot, Slot slot)
{
    /// <value>What the journal says now.</value>
    public DeploymentSnapshot Snapshot { get; private set; } = snapshot;

    /// <value>Held while the deployment is worked on; whatever waits for others leaves it meanwhile.</value>
    public Slot Slot => slot;

    /// <value>Where it goes.</value>
    public Destination Destination => destination;

    /// <value>What it is pushed to.</value>
    public ITarget Target => target;

    /// <value>
    /// The release that the fetched artifact makes at the target. A push that has begun keeps the name that it began with, and what has succeeded
    /// there under a shorter name, as earlier deployers gave it, keeps that one: it is the same release.
    /// </value>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public TargetRelease Release => new(
        Snapshot.Push?.Release
            ?? journal.ReleaseOf(Lane.Of(Snapshot), Snapshot.Request.Version, Snapshot.Artifact!.Digest)
            ?? $"{Snapshot.Request.Version}-{Snapshot.Artifact!.Digest["sha256:".Length..]}",
        Snapshot.Request.Version,
        Snapshot.Artifact!.Digest,
        Snapshot.Id);

    /// <summary>Takes note of what others have recorded meanwhile.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public void Refresh() => Snapshot = journal.Find(Snapshot.Id)!.Snapshot;

    /// <summary>Adds a fact, durable on return.</summary>
    /// <exception cref="TransitionRefusedException">Something else has happened to the deployment meanwhile.</exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be written.</exception>
    public async Task RecordAsync(DeploymentFact fact)
    {
        var transition = await journal.AppendAsync(Snapshot.Id, fact);
        Snapshot = transition.Snapshot ?? throw new TransitionRefusedException(transition.Refusal);
    }
}
