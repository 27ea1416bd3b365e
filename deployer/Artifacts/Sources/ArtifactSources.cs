namespace Deployer.Artifacts.Sources;

/// <summary>Makes the source that a destination names.</summary>
internal sealed class ArtifactSources : IDisposable
{
    private readonly HttpClient _client = HttpSource.CreateClient();

    /// <summary>The source for a folder or an http(s) URL prefix.</summary>
    public IArtifactSource For(string source) =>
        source.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            ? new HttpSource(source, _client)
            : new DirectorySource(source);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
