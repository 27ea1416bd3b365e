using Deployer.Configuration;
using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace Deployer.Tests.Hosting;

[TestFixture]
internal sealed class StrictBinderTests
{
    [Test]
    public void Bind_AllKeys_AreTaken()
    {
        var options = Bind(
            ("StateDirectory", "/state"),
            ("AllowedPeerUsers:0", "7"),
            ("Limits:DrainTimeout", "00:00:05"),
            ("Sources:releases:Directory", "/artifacts"),
            ("Sources:mirror:Url", "https://mirror.test/"),
            ("Allow:0:Applications:0", "shop"),
            ("Allow:0:Targets:0", "directory:/srv"));
        Assert.Multiple(() =>
        {
            Assert.That(options.AllowedPeerUsers, Is.EqualTo((string[])["7"]));
            Assert.That(options.Limits.DrainTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(options.Sources.Keys, Is.EquivalentTo((string[])["releases", "mirror"]));
            Assert.That(options.Allow.Single().Targets, Is.EqualTo((string[])["directory:/srv"]));
        });
    }

    [TestCase("StateDir", "Deployer:StateDir")]
    [TestCase("Limits:Max", "MaxRunning")]
    [TestCase("Sources:releases:Path", "Deployer:Sources:releases:Path")]
    [TestCase("Allow:0:Target", "Targets")]
    public void Bind_UnknownKey_IsNamedWithTheValidOnes(string key, string expected) =>
        Assert.That(() => Bind((key, "1")), Throws.InstanceOf<ConfigurationException>().With.Message.Contains(expected));

    [TestCase("Limits:MaxRunning", "x")]
    [TestCase("Limits:DrainTimeout", "24:00:00")]
    [TestCase("Limits:DrainTimeout", "30")]
    [TestCase("StopWithStandardInput", "maybe")]
    [TestCase("Limits", "1")]
    public void Bind_ValueOfAnotherType_IsNamed(string key, string value) =>
        Assert.That(() => Bind((key, value)), Throws.InstanceOf<ConfigurationException>().With.Message.Contains("Deployer:" + key));

    private static DeployerOptions Bind(params (string Key, string Value)[] settings) => StrictBinder.Bind<DeployerOptions>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Deployer:" + s.Key, (string?)s.Value))).Build().GetSection("Deployer"));
}
