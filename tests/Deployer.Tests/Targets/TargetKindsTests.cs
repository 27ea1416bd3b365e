using Deployer.Configuration;
using Deployer.Destinations;
using Deployer.Targets;
using Deployer.Targets.Directories;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Tests.Targets;

[TestFixture]
internal sealed class TargetKindsTests
{
    private readonly TargetKinds _kinds = new(new DirectoryTargetKind(new PathJudge(isDevelopment: true)), new MemoryTargetKind());

    [Test]
    public void Find_Kind_OpensATargetOfIt()
    {
        Assert.That(_kinds.Find(DestinationOf("directory")), Is.InstanceOf<DirectoryTarget>());
        Assert.That(_kinds.Find(DestinationOf("memory")), Is.InstanceOf<MemoryTarget>());
        Assert.That(_kinds.Find(DestinationOf("Memory")), Is.Null);
    }

    [Test]
    public void Check_SettingsThatEachKindTakes_ArePassed() => Assert.That(() => Check("memory", "/srv/x", _ => { }), Throws.Nothing, "the same place, in another kind");

    [TestCase("ssh", "/a", "The key 'Deployer:Applications:shop:Environments:stage:Target:Kind' holds 'ssh'; valid is 'directory' or 'memory'.")]
    [TestCase("", "/a", "The key 'Deployer:Applications:shop:Environments:stage:Target:Kind' holds ''; valid is 'directory' or 'memory'.")]
    [TestCase("directory", "a", "The key 'Deployer:Applications:shop:Environments:stage:Target:Directory' holds 'a'; valid is an absolute path.")]
    [TestCase("directory", "/srv/y/../x/", "The key 'Deployer:Applications:shop:Environments:stage:Target:Directory' holds '/srv/y/../x/'; valid is a place that is not also 'Deployer:Applications:shop:Environments:test:Target:Directory'.")]
    [TestCase("memory", "", "The key 'Deployer:Applications:shop:Environments:stage:Target:Directory' holds ''; valid is a name.")]
    public void Check_SettingsThatCannotWork_AreNamed(string kind, string directory, string expected) =>
        Assert.That(() => Check(kind, directory, _ => { }), Throws.InstanceOf<ConfigurationException>().With.Message.EqualTo(expected));

    [Test]
    public void Check_WhatAKindDoesNotDeclare_IsRefused()
    {
        Assert.That(
            () => Check("memory", "a", to => to.HealthCheck.File = "f"),
            Throws.InstanceOf<ConfigurationException>().With.Message.Contains("HealthCheck:File").And.Message.Contains("a target of kind 'memory' shows no files"));
        Assert.That(
            () => Check("memory", "a", to => to.Credential = ""),
            Throws.InstanceOf<ConfigurationException>().With.Message.Contains("stage:Credential").And.Message.Contains("a target of kind 'memory' needs one"));
    }

    private void Check(string kind, string directory, Action<EnvironmentOptions> change)
    {
        var to = new EnvironmentOptions { Target = { Kind = kind, Directory = directory }, Credential = "key" };
        change(to);
        var options = new DeployerOptions();
        options.Applications["shop"] = new ApplicationOptions
        {
            Environments = { ["test"] = new EnvironmentOptions { Target = { Kind = "directory", Directory = "/srv/x" } }, ["stage"] = to },
        };
        _kinds.Check(options);
    }

    private static Destination DestinationOf(string kind) =>
        Destination.From("shop", "test", new ApplicationOptions(), new EnvironmentOptions { Target = { Kind = kind, Directory = "/srv/x" } });
}
