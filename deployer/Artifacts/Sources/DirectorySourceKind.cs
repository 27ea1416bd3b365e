namespace Deployer.Artifacts.Sources;

/// <summary>Directories on this machine.</summary>
internal sealed class DirectorySourceKind : IArtifactSourceKind
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes => [""];

    /// <inheritdoc/>
    public string Valid => "an absolute directory path";

    /// <inheritdoc/>
    public bool IsValid(string address) => Path.IsPathFullyQualified(address);

    /// <inheritdoc/>
    public IArtifactSource Open(string address) => new DirectorySource(address);
}
