using Deployer.Configuration;
using Deployer.Destinations;
using Deployer.Targets;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Tests.Targets;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DestinationRulesTests
{
    private static readonly TargetKinds Kinds = TargetKinds.All(new PathJudge(isDevelopment: true));

    private readonly AllowOptions _rule = new()
    {
        Applications = ["shop", "cart-*"], Environments = ["test"], Targets = ["directory:/srv/{application}"], Sources = ["releases"],
        Credentials = ["{application}-{environment}", "look-*"], HealthUrls = ["https://{application}.test/health"],
    };

    private readonly Destination _destination = SomeDestination.Of("directory", "/srv/shop/test") with
    {
        Credentials = new Dictionary<string, string> { ["apply"] = "shop-test", ["observe"] = "look-shop" },
        HealthCheckUrl = "https://shop.test/health/live",
    };

    private static IEnumerable<TestCaseData> OutOfOnePart()
    {
        yield return new TestCaseData((Destination d) => d with { Application = "shopping" }, "application", "shopping");
        yield return new TestCaseData((Destination d) => d with { Environment = "production" }, "environment", "production");
        yield return new TestCaseData((Destination d) => d with { Target = At("/srv/cart/test") }, "target", "directory:/srv/cart/test");
        yield return new TestCaseData((Destination d) => d with { Source = "mirror" }, "source", "mirror");
        yield return new TestCaseData((Destination d) => d with { Credentials = new Dictionary<string, string> { ["apply"] = "cart-test" } }, "credential to apply", "cart-test");
        yield return new TestCaseData((Destination d) => d with { Credentials = new Dictionary<string, string> { ["apply"] = "shop-test", ["observe"] = "peek" } }, "credential to observe", "peek");
        yield return new TestCaseData((Destination d) => d with { HealthCheckUrl = "https://shop.test/" }, "health check's URL", "https://shop.test/");
    }

    [Test]
    public void FindRefused_AllFitsOneRule_IsPermitted() => Assert.That(RefusedBy(_destination, _rule), Is.Null);

    [TestCaseSource(nameof(OutOfOnePart))]
    public void FindRefused_OnePartOutsideOfTheRule_IsNamed(Delegate change, string part, string value)
    {
        var destination = ((Func<Destination, Destination>)change)(_destination);
        var rules = new DestinationRules(OptionsWith(_rule), Kinds);
        Assert.That((rules.FindRefused(destination, out var found), found), Is.EqualTo((part, value)));
    }

    [Test]
    public void FindRefused_NoRule_NothingIsPermitted() => Assert.That(RefusedBy(_destination), Is.EqualTo("application"));

    [Test]
    public void FindRefused_PartsOfTwoRules_AreNotPutTogether()
    {
        AllowOptions Rule(string environment, string target) => new()
        {
            Applications = ["shop"], Environments = [environment], Targets = [target], Sources = ["*"], Credentials = ["*"], HealthUrls = ["https://shop.test/"],
        };
        Assert.That(RefusedBy(_destination, Rule("test", "directory:/srv/elsewhere"), Rule("stage", "directory:/srv")), Is.EqualTo("target"));
        Assert.That(RefusedBy(_destination, Rule("stage", "directory:/srv/elsewhere"), Rule("test", "directory:/srv")), Is.Null);
    }

    [Test]
    public void FindRefused_RuleWithoutCredentialsOrUrls_PermitsNone()
    {
        _rule.Credentials = [];
        Assert.That(RefusedBy(_destination, _rule), Does.StartWith("credential to"));
        Assert.That(RefusedBy(_destination with { Credentials = new Dictionary<string, string>() }, _rule), Is.Null);
        _rule.HealthUrls = [];
        Assert.That(RefusedBy(_destination with { Credentials = new Dictionary<string, string>() }, _rule), Is.EqualTo("health check's URL"));
        Assert.That(RefusedBy(_destination with { Credentials = new Dictionary<string, string>(), HealthCheckUrl = "" }, _rule), Is.Null);
    }

    [TestCase("https://shop.test/health", true)]
    [TestCase("https://shop.test/health/", true)]
    [TestCase("https://shop.test:443/health/x", true)]
    [TestCase("https://shop.test/healthy", false)]
    [TestCase("https://shop.test/health/../admin", false)]
    [TestCase("https://shop.test/health/%2e%2e/admin", false)]
    [TestCase("http://shop.test/health", false)]
    [TestCase("https://shop.test:8443/health", false)]
    [TestCase("https://cart.test/health", false)]
    [TestCase("https://shop.test.evil.test/health", false)]
    public void FindRefused_HealthUrl_IsComparedPartByPart(string url, bool isPermitted) =>
        Assert.That(RefusedBy(_destination with { HealthCheckUrl = url }, _rule), isPermitted ? Is.Null : Is.EqualTo("health check's URL"));

    [TestCase(nameof(AllowOptions.Applications), "", "The key 'Deployer:Allow:1:Applications' holds ''; valid is a list that is not empty: a rule without it permits nothing.")]
    [TestCase(nameof(AllowOptions.Sources), "", "The key 'Deployer:Allow:1:Sources' holds ''; valid is a list that is not empty")]
    [TestCase(nameof(AllowOptions.Applications), "Shop", "The key 'Deployer:Allow:1:Applications:0' holds 'Shop'; valid is an application's name, in which * stands for any characters.")]
    [TestCase(nameof(AllowOptions.Applications), "shop?", "Deployer:Allow:1:Applications:0")]
    [TestCase(nameof(AllowOptions.Environments), "{environment}", "Deployer:Allow:1:Environments:0")]
    [TestCase(nameof(AllowOptions.Targets), "/srv", "The key 'Deployer:Allow:1:Targets:0' holds '/srv'; valid is KIND:PLACE with a kind of target, 'directory'")]
    [TestCase(nameof(AllowOptions.Targets), "Directory:/srv", "valid is KIND:PLACE")]
    [TestCase(nameof(AllowOptions.Targets), "*", "valid is KIND:PLACE")]
    [TestCase(nameof(AllowOptions.Targets), "directory:srv", "valid is 'directory:' and an absolute path without '.', '..', empty parts and '*', with {application} and {environment} in parts of their own.")]
    [TestCase(nameof(AllowOptions.Targets), "directory:/srv/{application}-{environment}", "with {application} and {environment} in parts of their own.")]
    [TestCase(nameof(AllowOptions.Targets), "directory:/srv/../etc", "valid is 'directory:' and an absolute path")]
    [TestCase(nameof(AllowOptions.Targets), "directory:/srv/*", "valid is 'directory:' and an absolute path")]
    [TestCase(nameof(AllowOptions.Targets), "directory:", "valid is 'directory:' and an absolute path")]
    [TestCase(nameof(AllowOptions.Credentials), "a/b", "The key 'Deployer:Allow:1:Credentials:0' holds 'a/b'; valid is a credential's name")]
    [TestCase(nameof(AllowOptions.HealthUrls), "shop.test", "The key 'Deployer:Allow:1:HealthUrls:0' holds 'shop.test'; valid is an http(s) URL")]
    public void Check_PatternThatIsNone_IsNamed(string member, string value, string expected)
    {
        new DestinationRules(OptionsWith(_rule), Kinds).Check();
        var other = new AllowOptions { Applications = ["*"], Environments = ["*"], Targets = ["directory:/srv/"], Sources = ["*"] };
        new DestinationRules(OptionsWith(_rule, other), Kinds).Check();
        typeof(AllowOptions).GetProperty(member)!.SetValue(other, value.Length == 0 ? new List<string>() : [value]);
        Assert.That(() => new DestinationRules(OptionsWith(_rule, other), Kinds).Check(), Throws.InstanceOf<ConfigurationException>().With.Message.Contains(expected));
    }

    private static string? RefusedBy(Destination destination, params AllowOptions[] rules) => new DestinationRules(OptionsWith(rules), Kinds).FindRefused(destination, out _);

    private static DeployerOptions OptionsWith(params AllowOptions[] rules) => new() { Allow = [.. rules] };

    private static TargetSettings At(string path) => SomeDestination.Of("directory", path).Target;
}
