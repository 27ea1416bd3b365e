using Deployer.Configuration;
using Deployer.Destinations;
using Deployer.Targets;
using Deployer.Targets.Directories;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;
using Microsoft.Extensions.Logging.Abstractions;
using Rego.Values;

namespace Deployer.Tests.Targets;

[TestFixture]
internal sealed class PermittedDestinationsTests
{
    private readonly DeployerOptions _options = new()
    {
        Allow = [new AllowOptions { Applications = ["*"], Environments = ["*"], Targets = ["directory:/srv", "memory:/srv"], Sources = ["*"], Credentials = ["*"] }],
        Sources = { ["releases"] = new SourceOptions { Directory = "/srv/artifacts" } },
    };

    [Test]
    public void Find_Permitted_IsFound() => Assert.That(Find(At("directory", "/srv/{application}/{environment}"))!.Target["path"], Is.EqualTo("/srv/shop/test"));

    [Test]
    public void Find_NoEntry_IsNone() => Assert.That(Find("{}", isDocument: true), Is.Null);

    [TestCase("ssh", "/srv/x", "", "its target's kind must be 'directory' or 'memory'.")]
    [TestCase("directory", "srv/x", "", "of its target, its path must be an absolute path without '.', '..' and empty parts.")]
    [TestCase("directory", "/srv/a/../x", "", "of its target, its path must be an absolute path")]
    [TestCase("directory", "/srv/x", ", \"host\": \"x\"", "its target must have no keys but kind, path.")]
    [TestCase("memory", "/srv/x", "", "it must have credentials.apply, since a target of kind 'memory' needs one.")]
    public void Find_TargetThatCannotWork_IsRefused(string kind, string path, string more, string expected) => Assert.That(
        () => Find($$"""{"target": {"kind": "{{kind}}", "path": "{{path}}"{{more}}}, "source": "releases"}"""),
        Throws.InstanceOf<DestinationRefusedException>().With.Message.EqualTo($"The destination of shop in test cannot be used: {expected}").Or.Message.Contains(expected));

    [Test]
    public void Find_FileToCheckOnATargetThatShowsNone_IsRefused() => Assert.That(
        () => Find("""{"target": {"kind": "memory", "path": "/srv/x"}, "source": "releases", "credentials": {"apply": "k"}, "health": {"file": "f"}}"""),
        Throws.InstanceOf<DestinationRefusedException>().With.Message.Contains("a target of kind 'memory' shows no files"));

    [TestCase("/etc/{application}", "its target, with what stands before it.")]
    [TestCase("/srv2/{application}", "its target, with what stands before it.")]
    public void Find_WhatNoRulePermits_IsRefusedByItsPartAndWithoutItsPath(string path, string expected)
    {
        var refusal = Assert.Throws<DestinationRefusedException>(() => Find(At("directory", path)))!;
        Assert.That(refusal.Message, Is.EqualTo($"This deployer does not permit the destination of shop in test: no rule of Deployer:Allow permits {expected}"));
        Assert.That(refusal.Detail, Does.Contain($"Found 'directory:{path.Replace("{application}", "shop", StringComparison.Ordinal)}'"));
    }

    [Test]
    public void Find_PlaceThatIsAnothersToo_IsRefusedForBoth()
    {
        const string Document = """
            {"*": {"*": {"target": {"kind": "directory", "path": "/srv/{application}-{environment}"}, "source": "releases"}},
             "a-b": {"c": {"target": {"kind": "directory", "path": "/srv/a-b-c"}, "source": "releases"}},
             "a": {"b-c": {"target": {"kind": "directory", "path": "/srv/a-b-c"}, "source": "releases"}}}
            """;
        Assert.That(
            () => Find(Document, isDocument: true, "a", "b-c"),
            Throws.InstanceOf<DestinationRefusedException>().With.Message.Contains("its target must be a place of its own, and is that of a-b in c, too"));
        Assert.That(() => Find(Document, isDocument: true, "a-b", "c"), Throws.InstanceOf<DestinationRefusedException>().With.Message.Contains("is that of a in b-c, too"));
        Assert.That(Find(Document, isDocument: true), Is.Not.Null, "the others are none the worse");
    }

    private static string At(string kind, string path) => $$"""{"target": {"kind": "{{kind}}", "path": "{{path}}"}, "source": "releases"}""";

    private Destination? Find(string entry, bool isDocument = false, string application = "shop", string environment = "test")
    {
        var document = isDocument ? entry : "{\"*\": {\"*\": " + entry + "}}";
        var data = (RegoObject)RegoJson.Parse("{\"destinations\": " + document + "}");
        var kinds = new TargetKinds(new DirectoryTargetKind(new PathJudge(isDevelopment: true)), new MemoryTargetKind());
        return new PermittedDestinations(new DestinationTable(() => data, _options), kinds, new DestinationRules(_options, kinds), NullLogger<PermittedDestinations>.Instance)
            .Find(application, environment);
    }
}
