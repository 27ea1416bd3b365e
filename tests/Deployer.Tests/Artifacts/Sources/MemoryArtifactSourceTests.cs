using Deployer.Artifacts.Sources;
using Deployer.Tests.Support;

namespace Deployer.Tests.Artifacts.Sources;

/// <summary>The template keeps what every kind must.</summary>
[TestFixture]
internal sealed class MemoryArtifactSourceTests : ArtifactSourceContractTests
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    protected override IArtifactSourceKind CreateKind() => new MemoryArtifactSourceKind(_files);

    protected override Task<string> ServeAsync(string name, byte[] content)
    {
        _files[name] = content;
        return Task.FromResult("memory:artifacts");
    }
}
