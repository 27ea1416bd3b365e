namespace Deployer.Facts;

/// <summary>The policy allowed this deployment to read a credential. Written before it is read; never holds its value.</summary>
internal sealed record CredentialReleased : DeploymentFact
{
    /// <value>The credential's name.</value>
    public required string Name { get; init; }

    /// <value>What it is for: <c>apply</c> or <c>observe</c>; <c>apply</c> in journals from before there was a choice.</value>
    public string Purpose { get => field ?? "apply"; init; } = "apply";

    /// <value>The kind of source that it is read from; empty in journals from before there was a choice.</value>
    public string Source { get => field ?? ""; init; } = "";

    /// <value>The revision of the deployer's policies that allowed it.</value>
    public required string PolicyRevision { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"The credential {Name} may be read ({Purpose}).";
}
