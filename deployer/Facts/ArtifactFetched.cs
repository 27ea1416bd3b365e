namespace Deployer.Facts;

/// <summary>The artifact lies in the work directory, and this is what it is.</summary>
internal sealed record ArtifactFetched : DeploymentFact
{
    /// <value>The artifact's file name.</value>
    public required string Name { get; init; }

    /// <value><c>sha256:</c> and 64 hexadecimal digits, of the bytes received.</value>
    public required string Digest { get; init; }

    /// <value>In bytes.</value>
    public required long Size { get; init; }

    /// <value>The kind of source: <c>directory</c> or <c>http</c>.</value>
    public required string Source { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Fetched {Name} ({Size} bytes, {Digest}).";
}
