using Deployer.Configuration;
using Deployer.Destinations;
using Rego.Values;

namespace Deployer.Tests.Destinations;

[TestFixture]
internal sealed class DestinationTableTests
{
    private const string Whole = """
        {"target": {"kind": "directory", "path": "/srv/{application}/{environment}"}, "source": "releases",
         "credentials": {"apply": "{application}-{environment}", "observe": "look"},
         "health": {"file": "{environment}/ok", "timeout": "5s"}, "keep": 7, "step_timeout": "1m30s"}
        """;

    [TestCase("shop", "test", "/own")]
    [TestCase("shop", "stage", "/of-shop/stage")]
    [TestCase("cart", "test", "/of-test/cart")]
    [TestCase("cart", "stage", "/all/cart/stage")]
    public void Find_SeveralEntries_TheNearestHoldsWhole(string application, string environment, string expected)
    {
        var table = Table($$"""
            {"*": {"*": {{At("/all/{application}/{environment}")}}, "test": {{At("/of-test/{application}")}} },
             "shop": {"*": {{At("/of-shop/{environment}")}}, "test": {"target": {"kind": "directory", "path": "/own"}, "source": "mirror"} } }
            """);
        var found = table.Find(application, environment)!;
        Assert.That(found.Target["path"], Is.EqualTo(expected));
        Assert.That(found.Target.KeepReleases, Is.EqualTo(expected == "/own" ? 5 : 9), "of another entry nothing is added");
    }

    [Test]
    public void Find_WholeEntry_IsReadAndFilled()
    {
        var found = Table($$"""{"*": {"*": {{Whole}} } }""").Find("shop", "test")!;
        Assert.Multiple(() =>
        {
            Assert.That((found.Application, found.Environment, found.Source, found.ArtifactSource), Is.EqualTo(("shop", "test", "releases", "/artifacts/shop")));
            Assert.That((found.Target.Kind, found.Target["path"], found.Target.KeepReleases), Is.EqualTo(("directory", "/srv/shop/test", 7)));
            Assert.That(found.Credentials, Is.EquivalentTo(new Dictionary<string, string> { ["apply"] = "shop-test", ["observe"] = "look" }));
            Assert.That((found.HealthCheckFile, found.HealthCheckUrl, found.HealthCheckTimeout), Is.EqualTo(("test/ok", "", TimeSpan.FromSeconds(5))));
            Assert.That(found.StepTimeout, Is.EqualTo(TimeSpan.FromSeconds(90)));
        });
    }

    [Test]
    public void Find_LeastEntry_HasDefaults()
    {
        var found = Table("""{"*": {"*": {"target": {"kind": "directory", "path": "/x"}, "source": "mirror"}}}""").Find("shop", "test")!;
        Assert.That((found.ArtifactSource, found.Credentials.Count, found.Target.KeepReleases), Is.EqualTo(("https://mirror.test/", 0, 5)));
        Assert.That((found.HealthCheckTimeout, found.StepTimeout), Is.EqualTo((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10))));
    }

    [TestCase("../x", "test")]
    [TestCase("*", "test")]
    [TestCase("shop", "*")]
    [TestCase("shop", "")]
    [TestCase("Shop", "test")]
    public void Find_WhatIsNoName_HasNone(string application, string environment) => Assert.That(Table($$"""{"*": {"*": {{Whole}} } }""").Find(application, environment), Is.Null);

    [TestCase("{}")]
    [TestCase("""{"cart": {"*": {}}, "*": {"stage": {}}}""")]
    [TestCase("[]")]
    [TestCase("null")]
    public void Find_NoEntry_IsNone(string destinations) => Assert.That(Table(destinations).Find("shop", "test"), Is.Null);

    [TestCase("null", "it must be an object")]
    [TestCase("""{"source": "releases"}""", "its target must be given")]
    [TestCase("""{"target": "/srv/x", "source": "releases"}""", "its target must be an object")]
    [TestCase("""{"target": {"kind": 7, "path": "/x"}, "source": "releases"}""", "its target.kind must be a text")]
    [TestCase("""{"target": {"kind": "directory", "path": ["/x"]}, "source": "releases"}""", "its target.path must be a text")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}}""", "its source must be a source that the deployer is configured for")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "https://evil.test/"}""", "its source must be a source")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "Releases"}""", "its source must be a source")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "kepe": 5}""", "it must be an object with members of these")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "keep": 0}""", "its keep must be a whole number from 1 to 1000")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "keep": 1.5}""", "its keep must be")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "keep": "5"}""", "its keep must be")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "step_timeout": "7h"}""", "its step_timeout must be a duration above zero and at most 6h")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "health": {"file": "../x"}}""", "its health.file must be a path relative to the release")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "health": {"file": "/x"}}""", "its health.file must be")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "health": {"url": "ftp://x"}}""", "its health.url must be an http(s) URL")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "health": {"file": "x", "url": "http://x/"}}""", "its health must be a file or a url")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "health": {"path": "x"}}""", "its health must be an object with members of these: file, url, timeout")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "credentials": {"aply": "x"}}""", "its credentials must be an object with members of these: apply")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "credentials": {"apply": "x", "pull": "x"}}""", "its credentials.apply must be a credential of its own, or shared: true")]
    [TestCase("""{"target": {"kind": "directory", "path": "/x"}, "source": "releases", "shared": "true"}""", "its shared must be true")]
    public void Find_EntryThatCannotBeRead_IsRefusedByItsMember(string entry, string expected)
    {
        var refusal = Assert.Throws<DestinationRefusedException>(() => Table($$"""{"*": {"*": {{entry}} } }""").Find("shop", "test"))!;
        Assert.That(refusal.Message, Does.StartWith("The destination of shop in test cannot be used: ").And.Contain(expected));
    }

    [Test]
    public void Find_SharedCredential_IsTakenWhereTheEntrySaysSo() => Assert.That(
        Table("""{"*": {"*": {"target": {"kind": "directory", "path": "/x"}, "source": "releases", "credentials": {"apply": "x", "pull": "x"}, "shared": true}}}""").Find("shop", "test"),
        Is.Not.Null);

    [TestCase("/srv/{application}/{environment}", "/srv/{application}-{environment}")]
    [TestCase("\"releases\"", "\"mirror\"")]
    [TestCase("\"observe\": \"look\"", "\"observe\": \"peek\"")]
    [TestCase("\"keep\": 7", "\"keep\": 8")]
    [TestCase("\"5s\"", "\"6s\"")]
    [TestCase("\"1m30s\"", "\"90s\"")]
    [TestCase(", \"keep\": 7", "")]
    public void Digest_AnyMemberChanged_IsAnother(string from, string to)
    {
        var digest = DigestOf($$"""{"*": {"*": {{Whole}} } }""");
        Assert.That(Whole.Contains(from, StringComparison.Ordinal));
        Assert.That(digest, Does.Match("^sha256:[0-9a-f]{64}$"));
        Assert.That(DigestOf($$"""{"*": {"*": {{Whole.Replace(from, to, StringComparison.Ordinal)}} } }"""), Is.Not.EqualTo(digest));
    }

    [Test]
    public void Digest_AnotherEntryOrAnotherWayToWriteIt_IsTheSame()
    {
        var digest = DigestOf($$"""{"*": {"*": {{Whole}} } }""");
        Assert.Multiple(() =>
        {
            Assert.That(DigestOf($$"""{"cart": {"*": {{At("/x")}} }, "*": {"stage": {{At("/y")}}, "*": {{Whole}} } }"""), Is.EqualTo(digest));
            Assert.That(DigestOf($$"""{"shop": {"test": {{Whole.Replace("{application}", "shop", StringComparison.Ordinal).Replace("{environment}", "test", StringComparison.Ordinal)}} } }"""), Is.EqualTo(digest));
            Assert.That(Table($$"""{"*": {"*": {{Whole}} } }""").Find("cart", "test")!.Digest, Is.Not.EqualTo(digest));
        });
    }

    [Test]
    public void TargetsOf_Data_AreThoseOfEveryPairThatHasOne()
    {
        var data = (RegoObject)RegoJson.Parse($$"""
            {"applications": {"shop": {}, "cart": {} }, "environments": {"test": {}, "stage": {} },
             "destinations": {"*": {"test": {{At("/t/{application}")}} }, "shop": {"stage": {{At("/s")}}, "test": null}, "pay": {"live": {{At("/p")}} } } }
            """);
        Assert.That(
            DestinationTable.TargetsOf(data).Select(found => (found.Application, found.Environment, found.Target["path"])),
            Is.EquivalentTo(new[] { ("cart", "test", "/t/cart"), ("shop", "stage", "/s"), ("pay", "test", "/t/pay"), ("pay", "live", "/p") }));
    }

    private static string At(string path) => $$"""{"target": {"kind": "directory", "path": "{{path}}"}, "source": "releases", "keep": 9}""";

    private static string DigestOf(string destinations) => Table(destinations).Find("shop", "test")!.Digest;

    private static DestinationTable Table(string destinations)
    {
        var options = new DeployerOptions();
        options.Sources["releases"] = new SourceOptions { Directory = "/artifacts/{application}" };
        options.Sources["mirror"] = new SourceOptions { Url = "https://mirror.test/" };
        var data = (RegoObject)RegoJson.Parse($$"""{"destinations": {{destinations}} }""");
        return new DestinationTable(() => data, options);
    }
}
