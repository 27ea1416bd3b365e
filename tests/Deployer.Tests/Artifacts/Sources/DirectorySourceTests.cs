using Deployer.Artifacts.Sources;
using Deployer.Errors;

namespace Deployer.Tests.Artifacts.Sources;

[TestFixture]
internal sealed class DirectorySourceTests : ArtifactSourceContractTests
{
    protected override IArtifactSourceKind CreateKind() => new DirectorySourceKind();

    [Test]
    public async Task Open_Link_IsRefused()
    {
        var address = await ServeAsync("a", [1]);
        File.CreateSymbolicLink(Path.Combine(address, "link"), Path.Combine(address, "a"));
        Assert.That(() => Kind.Open(address).OpenAsync("link", CancellationToken.None), Throws.InstanceOf<StepFailedException>());
    }

    [TestCase("../a")]
    [TestCase("below/a")]
    public async Task Open_NameWithDirectories_IsRefused(string name)
    {
        var address = await ServeAsync("a", [1]);
        Assert.That(() => Kind.Open(address).OpenAsync(name, CancellationToken.None), Throws.InstanceOf<ArgumentException>());
    }

    protected override async Task<string> ServeAsync(string name, byte[] content)
    {
        var directory = Directory.CreateDirectory(DirectoryPath.Combine("arti:facts")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(directory, name), content);
        return directory;
    }
}
