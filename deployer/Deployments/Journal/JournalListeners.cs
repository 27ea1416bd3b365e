namespace Deployer.Deployments.Journal;

/// <summary>Who is told, on the writer's thread, what has become durable.</summary>
/// <param name="Committed">Told of each changed history.</param>
/// <param name="StopNoted">Told that there may be a stop to record.</param>
internal sealed record JournalListeners(Action<DeploymentHistory> Committed, Action StopNoted);
