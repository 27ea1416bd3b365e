using Deployer.Artifacts.Sources;
using Deployer.Configuration;
using Deployer.Errors;
using Deployer.Tests.Support;
using Gateway.Hosting.Settings;

namespace Deployer.Tests.Artifacts.Sources;

[TestFixture]
internal sealed class ArtifactSourcesTests
{
    private readonly ArtifactSources _sources = new(new DirectorySourceKind(), new HttpSourceKind(), new MemoryArtifactSourceKind(new Dictionary<string, byte[]>()));

    [OneTimeTearDown]
    public void Close() => _sources.Dispose();

    [TestCase("/srv/artifacts", "directory")]
    [TestCase("/srv/http:/artifacts", "directory")]
    [TestCase("http://x/y", "http")]
    [TestCase("HTTPS://x/y", "http")]
    [TestCase("memory:x", "memory")]
    public void For_Address_IsTheKindOfItsScheme(string address, string expected) => Assert.That(_sources.For(address).Kind, Is.EqualTo(expected));

    [TestCase("ftp://x/y")]
    [TestCase("s3:bucket")]
    public void For_SchemeThatIsNotKnown_IsRefused(string address) => Assert.That(() => _sources.For(address), Throws.InstanceOf<StepFailedException>());

    [TestCase("/srv/{application}")]
    [TestCase("http://{application}.test/{application}")]
    [TestCase("memory:x")]
    public void Check_Address_IsPassed(string address) => Assert.That(() => Check(_sources, address), Throws.Nothing);

    [TestCase("")]
    [TestCase("relative")]
    [TestCase("ftp://x/y")]
    [TestCase("memory:")]
    [TestCase("http://user:pass@host/")]
    [TestCase("http://host/?q=1")]
    [TestCase("http://host/#f")]
    [TestCase("http:")]
    public void Check_AddressThatCannotWork_IsNamed(string address)
    {
        Assert.That(() => Check(_sources, address), Throws.InstanceOf<ConfigurationException>());
        using var all = ArtifactSources.All();
        Assert.That(
            () => Check(all, address),
            Throws.InstanceOf<ConfigurationException>().With.Message.EqualTo(
                $"The key 'Deployer:Applications:shop:Artifacts:Source' holds '{address}'; valid is an absolute directory path or an http(s) URL without query."));
    }

    private static void Check(ArtifactSources sources, string address)
    {
        var options = new DeployerOptions();
        options.Applications["shop"] = new ApplicationOptions { Artifacts = { Source = address } };
        sources.Check(options);
    }
}
