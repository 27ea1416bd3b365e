using Gateway.Contract.Hashing;

namespace Deployer.Facts;

/// <summary>
/// What is reviewed: where the artifact goes, what the push would change there, and what it replaces. The first one ends the preparation; each
/// later one says that something has changed, and takes back the approvals of what was.
/// </summary>
internal sealed record DeploymentPlanned : DeploymentFact
{
    /// <value>Of the resolved destination.</value>
    public required string DestinationDigest { get; init; }

    /// <value>Of the plan; empty where the target could not be looked at.</value>
    public string PlanDigest { get; init; } = "";

    /// <value>What would change; bounded.</value>
    public IReadOnlyList<PlannedEntry> Changes { get; init; } = [];

    /// <value>How many changes there are beyond those.</value>
    public int Omitted { get; init; }

    /// <value>The release that is current now, as the target names it; empty where there is none.</value>
    public string ReplacesRelease { get; init; } = "";

    /// <value>Its version; empty where the journal does not know the release.</value>
    public string ReplacesVersion { get; init; } = "";

    /// <value>Its digest; empty where the journal does not know the release.</value>
    public string ReplacesDigest { get; init; } = "";

    /// <value>The environments where the artifact has succeeded and was not undone, sorted.</value>
    public IReadOnlyList<string> SucceededIn { get; init; } = [];

    /// <value>The environments where its success was undone, sorted.</value>
    public IReadOnlyList<string> Undone { get; init; } = [];

    /// <summary>What an approval is for: the SHA-256 over artifact, facts, destination, plan and what is replaced, as <c>sha256:…</c>.</summary>
    /// <param name="artifact">The verified artifact.</param>
    public string ReviewDigest(ArtifactFetched artifact) => "sha256:" + Convert.ToHexStringLower(ListHash.Compute(
    [
        artifact.Digest, artifact.Name, $"{artifact.Size}", artifact.Source,
        $"{SucceededIn.Count}", .. SucceededIn, $"{Undone.Count}", .. Undone,
        DestinationDigest, PlanDigest, ReplacesRelease, ReplacesVersion, ReplacesDigest,
    ]));

    /// <inheritdoc/>
    public override string Describe() => ReplacesRelease.Length == 0 ? "Planned; nothing is there yet." : $"Planned; replaces {ReplacesRelease}.";
}
