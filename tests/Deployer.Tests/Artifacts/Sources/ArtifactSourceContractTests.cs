using Deployer.Artifacts.Sources;
using Deployer.Tests.Support;

namespace Deployer.Tests.Artifacts.Sources;

/// <summary>What every kind of source of artifacts must hold. A kind's tests inherit these, and add what is its own.</summary>
internal abstract class ArtifactSourceContractTests
{
    private const string Name = "shop-1.0.0+b.7.tar.gz";
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7))];

    protected TestDirectory DirectoryPath { get; private set; } = null!;

    protected IArtifactSourceKind Kind { get; private set; } = null!;

    private ArtifactSources _sources = null!;

    protected abstract IArtifactSourceKind CreateKind();

    /// <summary>Makes a source that holds this one file, and says its address.</summary>
    protected abstract Task<string> ServeAsync(string name, byte[] content);

    [SetUp]
    public void Create()
    {
        DirectoryPath = new TestDirectory();
        Kind = CreateKind();
        _sources = new ArtifactSources(Kind);
    }

    [TearDown]
    public void Remove()
    {
        _sources.Dispose();
        DirectoryPath.Dispose();
    }

    [Test]
    public async Task Address_OfASource_IsValidAndFoundByItsScheme()
    {
        var address = await ServeAsync(Name, Content);
        Assert.That(Kind.IsValid(address));
        Assert.That(_sources.For(address).Kind, Does.Match("^[a-z][a-z0-9-]*$"));
        Assert.That(Kind.Valid, Is.Not.Empty);
    }

    [Test]
    public async Task Open_FileThatIsThere_GivesItsBytesEachTime()
    {
        var source = Kind.Open(await ServeAsync(Name, Content));
        for (var i = 0; i < 2; i++)
        {
            await using var stream = await source.OpenAsync(Name, CancellationToken.None);
            using var read = new MemoryStream();
            await stream!.CopyToAsync(read);
            Assert.That(read.ToArray(), Is.EqualTo(Content));
        }
    }

    [TestCase("shop-1.0.1.tar.gz")]
    [TestCase("shop-1.0.0+b.7.tar.gz.sha256")]
    [TestCase("shop-1.0.0%2Bb.7.tar.gz")]
    public async Task Open_FileThatIsNotThere_IsNull(string name) =>
        Assert.That(await Kind.Open(await ServeAsync(Name, Content)).OpenAsync(name, CancellationToken.None), Is.Null);

    [Test]
    public async Task Open_Cancelled_Ends()
    {
        var source = Kind.Open(await ServeAsync(Name, Content));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.That(async () => await source.OpenAsync(Name, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }
}
