namespace Deployer.Facts;

/// <summary>The deployer took the deployment up: for the first time, or again after a restart.</summary>
internal sealed record AttemptStarted : DeploymentFact
{
    /// <value>The attempt's number, from 1.</value>
    public required int Attempt { get; init; }

    /// <inheritdoc/>
    public override string Describe() => Attempt == 1 ? "Started; fetching the artifact." : $"Taken up again, attempt {Attempt}.";
}
