namespace Deployer.Deployments.Journal;

/// <summary>A fact that stopped a deployment, and is not in the deployer's log yet.</summary>
/// <param name="Position">Its position among those.</param>
/// <param name="Deployment">The deployment.</param>
/// <param name="Ordinal">The fact's number among the deployment's.</param>
internal sealed record NotedStop(long Position, string Deployment, int Ordinal);
