using Deployer.Artifacts.Sources;
using Deployer.Configuration;
using Deployer.Destinations;
using Deployer.Targets;
using Gateway.Hosting.Posix;
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
            ("Applications:shop:Artifacts:Source", "/artifacts"),
            ("Applications:shop:Environments:test:Target:Directory", "/srv/{application}"),
            ("Applications:shop:Environments:test:HealthCheck:Timeout", "00:00:05"),
            ("Applications:*:Artifacts:Source", "/all"));
        Assert.Multiple(() =>
        {
            Assert.That(options.AllowedPeerUsers, Is.EqualTo((string[])["7"]));
            Assert.That(options.Applications.Keys, Is.EquivalentTo((string[])["shop", "*"]));
            Assert.That(options.Applications["shop"].Environments["test"].HealthCheck.Timeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
        });
    }

    [TestCase("StateDir", "Deployer:StateDir")]
    [TestCase("Limits:Max", "MaxRunning")]
    [TestCase("Applications:shop:Target", "Deployer:Applications:shop:Target")]
    [TestCase("Applications:shop:Environments:test:HealthCheck:Path", "Url")]
    public void Bind_UnknownKey_IsNamedWithTheValidOnes(string key, string expected) =>
        Assert.That(() => Bind((key, "1")), Throws.InstanceOf<ConfigurationException>().With.Message.Contains(expected));

    [TestCase("Limits:MaxRunning", "x")]
    [TestCase("Limits:DrainTimeout", "24:00:00")]
    [TestCase("Limits:DrainTimeout", "30")]
    [TestCase("StopWithStandardInput", "maybe")]
    [TestCase("Limits", "1")]
    public void Bind_ValueOfAnotherType_IsNamed(string key, string value) =>
        Assert.That(() => Bind((key, value)), Throws.InstanceOf<ConfigurationException>().With.Message.Contains("Deployer:" + key));

    [Test]
    public void Find_Destination_PrefersTheNamedAndFillsPlaceholders()
    {
        var options = Bind(
            ("Applications:*:Artifacts:Source", "/all/{application}"),
            ("Applications:*:Environments:*:Target:Directory", "/srv/{application}/{environment}"),
            ("Applications:*:Environments:production:Target:Directory", "/prod/{application}"));
        var destinations = new DestinationTable(options);
        Assert.That(destinations.Find("shop", "test")!.Target.Directory, Is.EqualTo("/srv/shop/test"));
        Assert.That(destinations.Find("shop", "production")!.Target.Directory, Is.EqualTo("/prod/shop"));
        Assert.That(destinations.Find("shop", "test")!.ArtifactSource, Is.EqualTo("/all/shop"));
        Assert.That(destinations.Find("../x", "test"), Is.Null);
        Assert.That(destinations.Find("*", "test"), Is.Null);
    }

    [TestCase("Applications:*:Environments:*:Target:Directory", "/srv/{application}", "{environment}")]
    [TestCase("Applications:shop:Environments:test:Target:Directory", "relative", "absolute")]
    [TestCase("Applications:shop:Environments:test:Target:KeepReleases", "0", "1 to 1000")]
    [TestCase("Applications:shop:Environments:test:HealthCheck:File", "../x", "..")]
    [TestCase("Applications:shop:Environments:test:HealthCheck:Url", "ftp://x", "http")]
    [TestCase("Applications:shop:Environments:test:Credential", "key", "KeyFile")]
    [TestCase("Applications:shop:Environments:Live_1:Target:Kind", "directory", "a-z")]
    [TestCase("Applications:shop:Artifacts:Source", "http://user:pass@host/", "http(s) URL")]
    [TestCase("Applications:shop:Environments:stage:Target:Directory", "/srv/shop-test/", "also")]
    public void RequireServing_SettingsThatCannotWork_AreNamed(string key, string value, string expected)
    {
        var settings = new Dictionary<string, string>
        {
            ["Development"] = "true",
            ["StateDirectory"] = "/state",
            ["Policy:Directory"] = "/policies",
            ["Grants:PublicKeyFiles:0"] = "/key",
            ["Applications:shop:Artifacts:Source"] = "/artifacts",
            ["Applications:shop:Environments:test:Target:Kind"] = "directory",
            ["Applications:shop:Environments:test:Target:Directory"] = "/srv/shop-test",
            ["Applications:shop:Environments:stage:Target:Kind"] = "directory",
            ["Applications:shop:Environments:stage:Target:Directory"] = "/srv/shop-stage",
            ["Applications:*:Artifacts:Source"] = "/artifacts",
            ["Applications:*:Environments:*:Target:Kind"] = "directory",
            ["Applications:*:Environments:*:Target:Directory"] = "/srv/{application}/{environment}",
        };
        var good = Bind([.. settings.Select(s => (s.Key, s.Value))]);
        DeployerOptionsValidator.Complete(good);
        RequireServing(good);

        settings[key] = value;
        var options = Bind([.. settings.Select(s => (s.Key, s.Value))]);
        DeployerOptionsValidator.Complete(options);
        Assert.That(() => RequireServing(options), Throws.InstanceOf<ConfigurationException>().With.Message.Contains(expected));
    }

    // In the order of the program.
    private static void RequireServing(DeployerOptions options)
    {
        DeployerOptionsValidator.RequireServing(options);
        using var sources = ArtifactSources.All();
        sources.Check(options);
        TargetKinds.All(new PathJudge(isDevelopment: true)).Check(options);
    }

    private static DeployerOptions Bind(params (string Key, string Value)[] settings) => StrictBinder.Bind<DeployerOptions>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Deployer:" + s.Key, (string?)s.Value))).Build().GetSection("Deployer"));
}
