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

    [TestCase("/srv/{application}", "")]
    [TestCase("", "http://{application}.test/{application}")]
    [TestCase("", "memory:x")]
    public void Check_Address_IsPassed(string directory, string url) => Assert.That(() => Check(_sources, directory, url), Throws.Nothing);

    [TestCase("relative", "", "Deployer:Sources:releases:Directory' holds 'relative'; valid is an absolute directory path.")]
    [TestCase("http://x/y", "", "Deployer:Sources:releases:Directory' holds 'http://x/y'; valid is an absolute directory path.")]
    [TestCase("", "/srv/x", "Deployer:Sources:releases:Url' holds '/srv/x'; valid is an http(s) URL without query")]
    [TestCase("", "ftp://x/y", "Deployer:Sources:releases:Url' holds 'ftp://x/y'; valid is an http(s) URL without query")]
    [TestCase("", "http://user:pass@host/", "valid is an http(s) URL without query")]
    [TestCase("", "http://host/?q=1", "valid is an http(s) URL without query")]
    [TestCase("", "http://host/#f", "valid is an http(s) URL without query")]
    [TestCase("", "http:", "valid is an http(s) URL without query")]
    [TestCase("", "", "The key 'Deployer:Sources:releases' holds ''; valid is a Directory or a Url, one of the two.")]
    [TestCase("/srv/x", "http://x/", "valid is a Directory or a Url, one of the two.")]
    public void Check_AddressThatCannotWork_IsNamed(string directory, string url, string expected)
    {
        using var all = ArtifactSources.All();
        Assert.That(() => Check(all, directory, url), Throws.InstanceOf<ConfigurationException>().With.Message.Contains(expected));
    }

    [Test]
    public void Check_NameThatDataCannotSay_IsNamed() =>
        Assert.That(() => Check(_sources, "/srv/x", "", "The_Releases"), Throws.InstanceOf<ConfigurationException>().With.Message.Contains("'Deployer:Sources:The_Releases'"));

    private static void Check(ArtifactSources sources, string directory, string url, string name = "releases")
    {
        var options = new DeployerOptions();
        options.Sources[name] = new SourceOptions { Directory = directory, Url = url };
        sources.Check(options);
    }
}
