namespace Deployer.Facts;

/// <summary>The time in which it could be approved or pushed is over. The target was not touched. Final.</summary>
internal sealed record DeploymentExpired : DeploymentFact
{
    /// <value>Which time, in words.</value>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Expired: {Reason}";
}
