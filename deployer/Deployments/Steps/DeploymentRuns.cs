using Deployer.Deployments.Journal;
using Deployer.Destinations;
using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Makes what the steps work on: finds where a deployment goes, and what is there.</summary>
internal sealed class DeploymentRuns(DeploymentJournal journal, PermittedDestinations destinations, TargetKinds kinds)
{
    /// <summary>The target of a lane; null where the policies have no destination for it.</summary>
    /// <exception cref="DestinationRefusedException">They have one, and it is not used.</exception>
    public ITarget? OpenTarget(Lane lane) => destinations.Find(lane.Application, lane.Environment) is { } destination ? kinds.Find(destination) : null;

    /// <summary>The run of a deployment; null where the policies have no destination for its application and environment any more.</summary>
    /// <param name="snapshot">The deployment.</param>
    /// <param name="slot">Held while it is worked on.</param>
    /// <exception cref="DestinationRefusedException">They have one, and it is not used.</exception>
    public DeploymentRun? Open(DeploymentSnapshot snapshot, Slot slot) =>
        destinations.Find(snapshot.Request.Application, snapshot.Request.Environment) is { } destination && kinds.Find(destination) is { } target
            ? new DeploymentRun(journal, destination, target, snapshot, slot)
            : null;
}
