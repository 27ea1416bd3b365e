using Deployer.Configuration;
using Deployer.Tests.Support;
using Gateway.Hosting.Settings;

namespace Deployer.Tests.Configuration;

/// <summary>A named file as people write it, with what they get wrong.</summary>
[TestFixture]
internal sealed class OptionsLoaderTests
{
    [Test]
    public void Load_Socket_MayBeAPathOrASection()
    {
        Assert.That(Read("""{"Socket": "/run/d/d.sock"}""").Socket, Is.EqualTo("/run/d/d.sock"));
        var options = Read("""{"Socket": {"Path": "/run/d/d.sock", "Group": "gate"}}""");
        Assert.That((options.Socket, options.SocketGroup), Is.EqualTo(("/run/d/d.sock", "gate")));
    }

    /// <summary>Where no other user may enter, nobody connects; and the directory would be opened for them.</summary>
    [TestCase("/srv/state")]
    [TestCase("/srv/state/")]
    [TestCase("/srv//state/./")]
    public void RequireServing_SocketInTheStateDirectory_IsRefused(string stateDirectory)
    {
        var options = new DeployerOptions { StateDirectory = stateDirectory, Socket = "/srv/state/d.sock", Policy = { Directory = "/p" }, Grants = { PublicKeyFiles = { "/k" } }, AllowedPeerUsers = { "54321" } };
        DeployerOptionsValidator.Complete(options);

        Assert.That(() => DeployerOptionsValidator.RequireServing(options), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("The key 'Deployer:Socket' holds '/srv/state/d.sock'; valid is a path outside of the state directory"));
    }

    [TestCase("""{"AllowedPeerUsers": [null]}""", "The key 'Deployer:AllowedPeerUsers:0' has no value (null or {}); valid is a text.")]
    [TestCase("""{"AllowedPeerUsers": [["gatekeeper"]]}""", "The key 'Deployer:AllowedPeerUsers:0' has a key '0' below it; valid is a text.")]
    [TestCase("""{"AllowedPeerUsers": "gatekeeper"}""", "The key 'Deployer:AllowedPeerUsers' holds 'gatekeeper'; valid is a list")]
    [TestCase("""{"Grants": {"PublicKeyFiles": {"a": "/x"}}}""", "The key 'Deployer:Grants:PublicKeyFiles' has a key 'a' below it; valid is a list")]
    [TestCase("""{"Grants": {"PublicKeyFiles": null}}""", "The key 'Deployer:Grants:PublicKeyFiles' has no value (null or {}); valid is a list")]
    [TestCase("""{"Secrets": {"KeyFile": null}}""", "The key 'Deployer:Secrets:KeyFile' has no value")]
    [TestCase("""{"Policy": {"Directory": ["/x"]}}""", "The key 'Deployer:Policy:Directory' has a key '0' below it; valid is a text.")]
    [TestCase("""{"Policy": {"QuietPeriod": "00:00:00.001"}}""", "The key 'Deployer:Policy:QuietPeriod' holds '00:00:00.0010000': ")]
    [TestCase("""{"Policy": {"QuietPeriod": {"Seconds": 30}}}""", "The key 'Deployer:Policy:QuietPeriod' has a key 'Seconds' below it; valid is a time as hh:mm:ss")]
    [TestCase("""{"Development": {"a": "true"}}""", "The key 'Deployer:Development' has a key 'a' below it; valid is true or false.")]
    [TestCase("""{"Sources": {"releases": {"Directory": {"Path": "/x"}}}}""", "The key 'Deployer:Sources:releases:Directory' has a key 'Path' below it")]
    [TestCase("""{"Allow": {"Applications": ["*"]}}""", "The key 'Deployer:Allow' has a key 'Applications' below it; valid is a list")]
    [TestCase("""{"Applications": {"shop": {}}}""", "The key 'Deployer:Applications' is not read any more: destinations are data of the policies, in destinations/data.yaml")]
    [TestCase("""{"applications": "x"}""", "The key 'Deployer:Applications' is not read any more")]
    [TestCase("""{"Socket": null}""", "The key 'Deployer:Socket' has no value")]
    [TestCase("""{"Socket": {"Path": null}}""", "The key 'Deployer:Socket:Path' has no value")]
    [TestCase("""{"Socket": {"Path": {"a": 1}}}""", "The key 'Deployer:Socket:Path' has a key 'a' below it")]
    [TestCase("""{"Socket": " /run/d/d.sock"}""", "The key 'Deployer:Socket' holds ' /run/d/d.sock'; valid is a text that neither begins nor ends with a blank")]
    [TestCase("""{"Notifications": {"Webhooks": [{"Url": "https://chat.test"}]}}""", "The key 'Deployer:Notifications:Webhooks:0:SecretFile' holds ''; valid is the path of a file")]
    [TestCase("""{"Notifications": {"Webhooks": {"chat": {"Url": "https://chat.test", "Secret": "x"}}}}""", "The key 'Deployer:Notifications:Webhooks:chat:Secret' is unknown. Valid keys there: Url, SecretFile")]
    [TestCase("""{"Notifications": {"Webhooks": {"chat": {"Url": "http://chat.test", "SecretFile": "/s"}}}}""", "The key 'Deployer:Notifications:Webhooks:chat:Url' holds 'http://chat.test'; valid is an https URL")]
    [TestCase("""{"Notifications": {"Webhooks": {"chat": {"Url": "https://chat.test", "SecretFile": "/s", "Types": ["gatekeeper.revision.taken.v1"]}}}}""", "The key 'Deployer:Notifications:Webhooks:chat:Types:0' holds 'gatekeeper.revision.taken.v1'; valid is one of")]
    [TestCase("""["x"]""", "The key 'Deployer:0' is unknown.")]
    [TestCase("\"x\"", "The key 'Deployer' holds 'x', but it is a section of further keys.")]
    public void Load_AnotherFormThanTheKeyHas_IsRefusedInALineByName(string section, string expected)
    {
        var message = Assert.Throws<ConfigurationException>(() => Read(section))!.Message;
        Assert.That(message, Does.StartWith(expected).And.Not.Contain("\n").And.Not.Contain("System."));
    }

    private static DeployerOptions Read(string section)
    {
        using var directory = new TestDirectory();
        directory.Write("deployer.json", $$"""{"Deployer": {{section}}}""");
        return OptionsLoader.Load(ConfigurationReader.Read(["--Deployer:StateDirectory=/state", $"--Deployer:ConfigurationFile={directory.Combine("deployer.json")}"], "Deployer", "Gatekeeper"));
    }
}
