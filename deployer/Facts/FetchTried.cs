namespace Deployer.Facts;

/// <summary>A try to fetch the artifact has failed for a reason that may pass, and another follows.</summary>
internal sealed record FetchTried : DeploymentFact
{
    /// <value>The try's number, from 1.</value>
    public required int Try { get; init; }

    /// <value>Why it failed, in words that name no secret and no path.</value>
    public required string Error { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Fetching failed, try {Try}: {Error}";
}
