using Deployer.Artifacts.Sources;

namespace Deployer.Tests.Support;

/// <summary>The template of a kind of source of artifacts: the shortest whole one. The contract tests hold it.</summary>
internal sealed class MemoryArtifactSourceKind(IReadOnlyDictionary<string, byte[]> files) : IArtifactSourceKind
{
    public IReadOnlyList<string> Schemes => ["memory"];

    public string Valid => "a memory: address";

    public bool IsValid(string address) => address.Length > "memory:".Length;

    public IArtifactSource Open(string address) => new MemorySource(files);

    private sealed class MemorySource(IReadOnlyDictionary<string, byte[]> files) : IArtifactSource
    {
        public string Kind => "memory";

        public async Task<Stream?> OpenAsync(string name, CancellationToken cancellation)
        {
            // Where another source asks a server.
            await Task.Delay(1, cancellation);
            return files.TryGetValue(name, out var content) ? new MemoryStream(content, writable: false) : null;
        }
    }
}
