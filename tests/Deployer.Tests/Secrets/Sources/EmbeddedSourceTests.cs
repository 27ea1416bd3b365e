using System.Security.Cryptography;
using Deployer.Configuration;
using Deployer.Secrets;
using Deployer.Secrets.Sources;
using Gateway.Hosting.Settings;

namespace Deployer.Tests.Secrets.Sources;

[TestFixture]
internal sealed class EmbeddedSourceTests : SecretSourceContractTests
{
    [Test]
    public void Open_KindThatIsNotKnown_IsNamed() => Assert.That(
        () => SecretSources.Open(new SecretOptions { Kind = "vault" }, TimeProvider.System),
        Throws.InstanceOf<ConfigurationException>().With.Message.EqualTo("The key 'Deployer:Secrets:Kind' holds 'vault'; valid is 'embedded'."));

    protected override ISecretSource Open(string name, byte[] value)
    {
        var options = new SecretOptions
        {
            File = DirectoryPath.Combine("secrets.db"),
            KeyFile = DirectoryPath.Write("key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
        };
        File.SetUnixFileMode(options.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var secret = Secret.From(value);
        new SecretStore(options.File, options.KeyFile, TimeProvider.System).Put(name, secret);
        return SecretSources.Open(options, TimeProvider.System);
    }
}
