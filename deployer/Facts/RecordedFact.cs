namespace Deployer.Facts;

/// <summary>A fact with its place in the deployment's journal.</summary>
/// <param name="Ordinal">From 1, without gaps.</param>
/// <param name="Time">When it was recorded, by the deployer's clock; order follows the ordinal, never the time.</param>
/// <param name="Fact">What happened.</param>
internal sealed record RecordedFact(int Ordinal, DateTimeOffset Time, DeploymentFact Fact);
