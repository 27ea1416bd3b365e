using Deployer.Configuration;
using Deployer.Conversion;
using Deployer.Destinations;
using Deployer.Targets;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;
using Microsoft.Extensions.Logging.Abstractions;
using Rego.Loading;

namespace Deployer.Tests.Conversion;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DestinationConverterTests
{
    private readonly FormerSettings _settings = new()
    {
        Applications =
        {
            ["*"] = new FormerApplication
            {
                Artifacts = { Source = "/srv/artifacts/{application}" },
                Environments =
                {
                    ["*"] = new FormerEnvironment { Target = { Kind = "directory", Directory = "/srv//www/./{environment}/{application}/" } },
                    ["production"] = new FormerEnvironment
                    {
                        Target = { Kind = "directory", Directory = "/prod/{application}", KeepReleases = 9 },
                        Credential = "{application}-{environment}",
                        HealthCheck = { Url = "https://{application}.example/ok", Timeout = TimeSpan.FromSeconds(90) },
                        StepTimeout = TimeSpan.FromMilliseconds(1500),
                    },
                },
            },
            ["shop"] = new FormerApplication
            {
                Artifacts = { Source = "https://artifacts.example/shop" },
                Environments = { ["*"] = new FormerEnvironment { Target = { Kind = "directory", Directory = "/srv/shop \"x\"/{environment}" }, HealthCheck = { File = "ok" } } },
            },
            ["cart"] = new FormerApplication
            {
                Artifacts = { Source = "/srv/artifacts/{application}" },
                Environments =
                {
                    ["*"] = new FormerEnvironment { Target = { Kind = "directory", Directory = "/srv/cart/{environment}" } },
                    ["production"] = new FormerEnvironment { Target = { Kind = "directory", Directory = "/srv/cart/live" } },
                },
            },
        },
    };

    // Application, environment, source, target, kept, credential, file, url: as the former deployer found them.
    [TestCase("bank", "test", "/srv/artifacts/bank", "/srv/www/test/bank", 5, null, "", "", 600)]
    [TestCase("bank", "production", "/srv/artifacts/bank", "/prod/bank", 9, "bank-production", "", "https://bank.example/ok", 1.5)]
    [TestCase("shop", "test", "https://artifacts.example/shop", "/srv/shop \"x\"/test", 5, null, "ok", "", 600)]
    [TestCase("shop", "production", "https://artifacts.example/shop", "/srv/shop \"x\"/production", 5, null, "ok", "", 600)]
    [TestCase("cart", "production", "/srv/artifacts/cart", "/srv/cart/live", 5, null, "", "", 600)]
    public void Convert_Settings_GiveTheSameDestinationsAndPermitThem(
        string application, string environment, string source, string path, int keep, string? credential, string file, string url, double seconds)
    {
        var found = Find(_settings, application, environment)!;
        Assert.Multiple(() =>
        {
            Assert.That((found.ArtifactSource, found.Target.Kind, found.Target["path"], found.Target.KeepReleases), Is.EqualTo((source, "directory", path, keep)));
            Assert.That(found.Credentials.GetValueOrDefault("apply"), Is.EqualTo(credential));
            Assert.That((found.HealthCheckFile, found.HealthCheckUrl), Is.EqualTo((file, url)));
            Assert.That(found.HealthCheckTimeout, Is.EqualTo(TimeSpan.FromSeconds(url.Length > 0 ? 90 : 30)));
            Assert.That(found.StepTimeout, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
        });
    }

    [Test]
    public void Convert_Rules_PermitNoMoreThanEachEntryNeeds()
    {
        var converted = DestinationConverter.Convert(_settings);
        Assert.That(converted.Faults, Is.Empty);
        Assert.That(converted.Allow.SelectMany(rule => rule.Targets), Is.EquivalentTo(new[]
        {
            "directory:/srv/www/{environment}/{application}", "directory:/prod/{application}", "directory:/srv/shop \"x\"/{environment}", "directory:/srv/cart/{environment}",
            "directory:/srv/cart/live",
        }));
        Assert.That(converted.Allow.SelectMany(rule => rule.Credentials), Is.EqualTo((string[])["{application}-{environment}"]));
        Assert.That(converted.Sources.Select(source => (source.Key, source.Value.Directory, source.Value.Url)), Is.EquivalentTo(new[]
        {
            ("releases", "/srv/artifacts/{application}", ""), ("shop", "", "https://artifacts.example/shop"),
        }));
    }

    [Test]
    public void Convert_ApplicationThatHidesWhatAllHave_IsRefusedSinceDataWouldAddIt()
    {
        _settings.Applications["cart"].Environments.Remove("*");
        Assert.That(DestinationConverter.Convert(_settings).Faults, Is.EqualTo((string[])[
            "The key 'Deployer:Applications:cart:Environments' holds 'production'; valid is a section with an entry for each of these, too, since in data they would be those of 'Deployer:Applications:*': *."]));
    }

    private static IEnumerable<TestCaseData> Unsayable()
    {
        TestCaseData Case(Action<FormerEnvironment> change, string key, string valid) => new(change, $"The key 'Deployer:Applications:shop:Environments:*:{key}", valid);
        yield return Case(to => to.Target.Kind = "ssh", "Target:Kind' holds 'ssh'", "'directory'");
        yield return Case(to => to.Target.Directory = "/srv/../{environment}", "Target:Directory'", "without '..'");
        yield return Case(to => to.Target.Directory = "srv/{environment}", "Target:Directory'", "an absolute path");
        yield return Case(to => to.Target.Directory = "/srv/{env}/{environment}", "Target:Directory'", "braces");
        yield return Case(to => to.Target.Directory = "/srv/shop", "Target:Directory'", "{environment}");
        yield return Case(to => to.Target.KeepReleases = 0, "Target:KeepReleases' holds '0'", "1 to 1000");
        yield return Case(to => to.Credential = "Shop/key", "Credential' holds 'Shop/key'", "a name of a-z");
        yield return Case(to => to.StepTimeout = TimeSpan.FromDays(1), "StepTimeout'", "a time up to");
        yield return Case(to => to.HealthCheck.File = "../x", "HealthCheck:File'", "relative");
        yield return Case(to => to.HealthCheck.Url = "ftp://x", "HealthCheck:Url'", "http(s)");
        yield return Case(to => to.HealthCheck.Url = "http://x/", "HealthCheck'", "not both");
    }

    [TestCaseSource(nameof(Unsayable))]
    public void Convert_WhatCannotBeSaidInData_IsRefusedByItsKey(Action<FormerEnvironment> change, string key, string valid)
    {
        change(_settings.Applications["shop"].Environments["*"]);
        Assert.That(DestinationConverter.Convert(_settings).Faults, Has.Some.StartsWith(key).And.Some.Contains(valid));
    }

    private static Destination? Find(FormerSettings settings, string application, string environment)
    {
        var converted = DestinationConverter.Convert(settings);
        Assert.That(converted.Faults, Is.Empty);
        using var directory = new TestDirectory();
        directory.Write("destinations/data.yaml", converted.Data);
        var data = PolicyDirectory.Load(directory.Path).Data;
        var options = new DeployerOptions { Allow = [.. converted.Allow] };
        foreach (var (name, source) in converted.Sources)
        {
            options.Sources[name] = source;
        }

        var kinds = TargetKinds.All(new PathJudge(isDevelopment: true));
        var rules = new DestinationRules(options, kinds);
        rules.Check();
        return new PermittedDestinations(new DestinationTable(() => data, options), kinds, rules, NullLogger<PermittedDestinations>.Instance).Find(application, environment);
    }
}
