using Deployer.Deployments.Journal;
using Deployer.Destinations;
using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Makes what the steps work on: finds where a deployment goes, and what is there.</summary>
internal sealed class DeploymentRuns(DeploymentJournal journal, DestinationTable destinations, TargetKinds kinds)
{
    /// <summary>The target of a lane; null where the deployer is not configured for it.</summary>
    public ITarget? OpenTarget(Lane lane) => destinations.Find(lane.Application, lane.Environment) is { } destination ? kinds.Find(destination) : null;

    /// <summary>The run of a deployment; null where the deployer is not configured for its application and environment.</summary>
    public DeploymentRun? Open(DeploymentSnapshot snapshot) =>
        destinations.Find(snapshot.Request.Application, snapshot.Request.Environment) is { } destination && kinds.Find(destination) is { } target
            ? new DeploymentRun(journal, destination, target, snapshot)
            : null;
}
