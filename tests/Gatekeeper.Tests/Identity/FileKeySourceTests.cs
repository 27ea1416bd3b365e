using Gatekeeper.Identity;
using Gateway.Hosting.Settings;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

public sealed class FileKeySourceTests
{
    private string _file = null!;

    [SetUp]
    public void Name() => _file = Path.Combine(Path.GetTempPath(), $"jwks-{Guid.NewGuid():N}.json");

    [TearDown]
    public void Remove() => File.Delete(_file);

    [TestCase(null, "It is not there.")]
    [TestCase("", "The key set is not JSON")]
    [TestCase("-----BEGIN CERTIFICATE-----", "The key set is not JSON")]
    [TestCase("[]", "The key set is not a JWK set")]
    [TestCase("{\"keys\":[],\"\\udc00\":1}", "stands for no character")]
    public async Task Require_FileWithoutASet_NamesKeyPathAndWhatIsWrong(string? content, string problem)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(_file, content);
        }

        var source = new FileKeySource(_file);
        Assert.That(
            Assert.Throws<ConfigurationException>(() => source.Require("Gatekeeper:Issuers:0:JwksFile"))!.Message,
            Does.StartWith($"The key 'Gatekeeper:Issuers:0:JwksFile' holds '{_file}'; valid is a file with a JWK set. ").And.Contains(problem));
        Assert.That(
            (await Assert.ThrowsAsync<KeyFetchException>(() => source.FetchAsync(default)))!.Message, Does.StartWith($"The key set '{_file}' cannot be used: ").And.Contains(problem));
    }

    // All keys of an issuer may be revoked.
    [Test]
    public async Task Require_EmptySet_Passes()
    {
        await File.WriteAllTextAsync(_file, "{\"keys\":[]}");
        var source = new FileKeySource(_file);
        Assert.That(() => source.Require("K"), Throws.Nothing);
        Assert.That(await source.FetchAsync(default), Is.EqualTo("{\"keys\":[]}"));
    }
}
