using Gatekeeper.Policy;
using Gatekeeper.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatekeeper.Tests.Policy;

[TestFixture]
public sealed class PolicyStoreTests
{
    private const string Allowing = "package gatekeeper\n\ndecision := {\"allow\": true, \"client\": \"c\"}\n";
    private const string Denying = "package gatekeeper\n\ndecision := {\"allow\": false}\n";

    private string _directory = "";

    [SetUp]
    public void Create() => _directory = Directory.CreateTempSubdirectory("gate-policy-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Load_CompilingSet_Decides()
    {
        Write("decision.rego", Allowing);
        var store = Open();
        Assert.That(Decide(store).IsAllowed, Is.True);
        Assert.That(store.Current.Revision, Does.Match("^sha256:[0-9a-f]{64}$"));
        Assert.That(store.Fault, Is.Null);
    }

    [TestCase("package gatekeeper\n\ndecision := {\"allow\": true\n", "decision.rego:")]
    [TestCase("package gatekeeper\n\ndecision := missing\n", "decision.rego:3:")]
    [TestCase("package gatekeeper\n\ndecision := time.now_ns()\n", "decision.rego:3:")]
    [TestCase("package gatekeeper\n\ndecision := http.send({})\n", "decision.rego:3:")]
    [TestCase("package gatekeeper\n\ndecision := rand.intn(\"x\", 2)\n", "decision.rego:3:")]
    public void Load_SetThatDoesNotCompile_IsRefusedWithThePlace(string module, string place)
    {
        Write("decision.rego", module);
        Assert.That(Open, Throws.TypeOf<PolicySetException>().With.Message.Contains(place));
    }

    [Test]
    public void Load_NoPolicy_IsRefused() => Assert.That(Open, Throws.TypeOf<PolicySetException>());

    [Test]
    public void Load_NoFolder_IsRefused()
    {
        _directory = Path.Combine(_directory, "nowhere");
        Assert.That(Open, Throws.TypeOf<PolicySetException>());
        _directory = Path.GetDirectoryName(_directory)!;
    }

    [Test]
    public void Reload_BrokenSet_KeepsTheLastGoodOneAndSaysWhy()
    {
        Write("decision.rego", Allowing);
        var store = Open();
        var revision = store.Current.Revision;
        Write("decision.rego", "package gatekeeper\n\ndecision :=");
        Assert.That(store.Reload(), Is.False);
        Assert.That(store.Fault, Does.Contain("decision.rego"));
        Assert.That(store.Current.Revision, Is.EqualTo(revision));
        Assert.That(Decide(store).IsAllowed, Is.True);

        Write("decision.rego", Denying);
        Assert.That(store.Reload(), Is.True);
        Assert.That(store.Fault, Is.Null);
        Assert.That(Decide(store).IsAllowed, Is.False);
    }

    [Test]
    public async Task Watch_FilesChange_TakesTheNewSet()
    {
        Write("decision.rego", Allowing);
        var store = Open();
        using var watcher = new PolicyWatcher(store, Options, TimeProvider.System, NullLogger<PolicyWatcher>.Instance);
        await watcher.StartAsync(CancellationToken.None);
        Write("decision.rego", Denying);
        Assert.That(() => Decide(store).IsAllowed, Is.False.After(10_000, 50));
        await watcher.StopAsync(CancellationToken.None);
    }

    private PolicyOptions Options => new() { Directory = _directory, ReloadDelay = TimeSpan.FromMilliseconds(50) };

    private PolicyStore Open() => new(Options, TimeProvider.System, NullLogger<PolicyStore>.Instance);

    private static Decision Decide(PolicyStore store) =>
        new PolicyDecisionPoint(store, new PolicyOptions { EvaluationTimeout = TimeSpan.FromSeconds(5) }, TimeProvider.System).Decide(Sample.Get(), Sample.Caller());

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory, name), text);
}
