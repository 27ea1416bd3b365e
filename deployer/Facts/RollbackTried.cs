namespace Deployer.Facts;

/// <summary>A try to put the target back has failed, and another follows.</summary>
internal sealed record RollbackTried : DeploymentFact
{
    /// <value>The try's number, from 1.</value>
    public required int Try { get; init; }

    /// <value>Why it failed, in words that name no secret and no path.</value>
    public required string Error { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Rolling back failed, try {Try}: {Error}";
}
