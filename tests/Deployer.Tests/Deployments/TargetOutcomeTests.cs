using System.Security.Cryptography;
using System.Text;
using Deploy.V1;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Secrets;
using Deployer.Targets;
using Deployer.Tests.Support;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments;

/// <summary>What becomes of a deployment by what its target does and says, a kind that only this test has.</summary>
[TestFixture]
[Parallelizable]
internal sealed class TargetOutcomeTests
{
    private const string Lost = "It is not known whether the target was changed. one: The line broke. two: The line broke.";
    private const string NotKnown = " The state of the target is not known.";
    private const string Value = "canary-31fe";

    private TestDeployer _deployer = null!;
    private ScriptedTargetKind _target = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _target = new ScriptedTargetKind();
        _deployer = new TestDeployer { Kind = _target };
        _deployer.Environment.Target.Kind = _target.Name;
        _deployer.AddArtifact("1.0.0");
        _deployer.AddArtifact("1.1.0");
        _client = await _deployer.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task Push_OutcomeUnknownAndReleaseCurrent_GoesOn()
    {
        _target.Apply = async act =>
        {
            await act();
            return Unknown();
        };
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
        Assert.That(await FactsAsync(done), Has.Exactly(1).InstanceOf<ReleaseSwitched>());
        Assert.That((_target.Count("apply"), _target.Count("observe")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Push_OutcomeUnknownAndReleaseNowhere_FailsAndIsNotRolledBack()
    {
        await _client.DeployAsync(TestClient.Request());
        _target.Apply = _ => Task.FromResult(Unknown());
        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That((done.State, done.Error), Is.EqualTo((State.Failed, Lost)));
        Assert.That(_target.Count("revert"), Is.Zero);
    }

    [Test]
    public async Task Push_OutcomeUnknownAndReleaseOnOneHost_IsRolledBackEverywhere()
    {
        var first = await _client.DeployAsync(TestClient.Request());
        _target.Apply = async act =>
        {
            var before = _target.Hosts.Current["two"];
            await act();
            _target.Hosts.Current["two"] = before;
            return Unknown();
        };
        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That((done.State, done.Error), Is.EqualTo((State.RolledBack, Lost)));
        Assert.That(_target.Hosts.Current.Values, Has.All.EqualTo($"1.0.0-{first.Digest[7..]}"));
    }

    [TestCase("hosts do not answer")]
    [TestCase("throws")]
    [TestCase("cannot observe")]
    [TestCase("no host")]
    public async Task Push_OutcomeUnknownAndStateToo_FailsAndSaysSo(string why)
    {
        await _client.DeployAsync(TestClient.Request());
        _target.Apply = async act =>
        {
            await act();
            _target.Hosts.IsReachable = why != "hosts do not answer";
            return Unknown();
        };
        _target.Observe = act => why switch
        {
            "throws" => throw new InvalidOperationException("unforeseen"),
            "no host" => Task.FromResult(new TargetState([])),
            _ => act(),
        };
        _target.Capabilities = _target.Capabilities with { Observes = why != "cannot observe" };

        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));

        Assert.That((done.State, done.Error), Is.EqualTo((State.Failed, Lost + NotKnown)));
        Assert.That(_target.Count("revert"), Is.Zero);
    }

    [Test]
    public async Task Push_NoResultAtAll_IsNoSuccess()
    {
        _target.Apply = _ => Task.FromResult(new TargetResult([]));
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That((done.State, done.Error), Is.EqualTo((State.Failed, "It is not known whether the target was changed.")));
    }

    [Test]
    public async Task Push_OneHostFails_IsRolledBackWithItsWords()
    {
        await _client.DeployAsync(TestClient.Request());
        _target.Apply = async act =>
        {
            var before = _target.Hosts.Current["two"];
            await act();
            _target.Hosts.Current["two"] = before;
            return new([new("one", TargetOutcome.Done), new("two", TargetOutcome.Failed, "It is full.")]);
        };
        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That((done.State, done.Error), Is.EqualTo((State.RolledBack, "two: It is full.")));
        Assert.That(_target.Hosts.Current.Values.Distinct().Single(), Does.StartWith("1.0.0-"));
    }

    [Test]
    public async Task Push_FailsThoughReleaseIsCurrent_IsNotTakenForSuccess()
    {
        await _client.DeployAsync(TestClient.Request());
        _target.Apply = async act =>
        {
            await act();
            throw new IOException("late");
        };
        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That((done.State, done.Error), Is.EqualTo((State.RolledBack, "A file operation failed; the deployer's log has the cause.")));
    }

    [Test]
    public async Task RollBack_TargetThatCannotRevert_FailsAndSaysWhatIsCurrent()
    {
        _deployer.Environment.HealthCheck.Url = "http://127.0.0.1:1/";
        _deployer.Environment.HealthCheck.Timeout = TimeSpan.FromMilliseconds(100);
        _target.Capabilities = _target.Capabilities with { RevertsWithoutArtifact = false };
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That(
            (done.State, done.Error),
            Is.EqualTo((State.Failed, "The health check did not succeed in time: its url did not answer with success. The release is current, and this target does not return to the one before it.")));
        Assert.That(_target.Count("revert"), Is.Zero);
    }

    [Test]
    public async Task RollBack_OutcomeUnknown_IsTriedAgain()
    {
        await FailAfterSwitchAsync();
        var tries = 0;
        _target.Revert = async act => ++tries == 1 ? Unknown() : await act();
        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That((done.State, tries), Is.EqualTo((State.RolledBack, 2)));
        Assert.That((await FactsAsync(done)).OfType<RollbackTried>().Select(fact => (fact.Try, fact.Error)), Is.EqualTo(((int, string)[])[(1, Lost)]));
    }

    [Test]
    public async Task RollBack_NeverSucceeds_IsTriedFiveTimesInAllOverARestart()
    {
        await FailAfterSwitchAsync();
        using var third = new SemaphoreSlim(0);
        _target.Revert = _ =>
        {
            if (_target.Count("revert") == 3)
            {
                third.Release();
            }

            throw new IOException("no");
        };
        var created = await _client.CreateAsync(TestClient.Request(version: "1.1.0"));
        Assert.That(await third.WaitAsync(TimeSpan.FromSeconds(30)));
        await _deployer.StopAsync();
        Assert.That(_target.Count("revert"), Is.EqualTo(3));

        _client = await _deployer.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var done = (await _client.WatchAsync(created, limit.Token))[^1].Deployment;

        Assert.That((done.State, done.Error), Is.EqualTo((State.Failed, "It broke. The release before it could not be restored: A file operation failed; the deployer's log has the cause.")));
        Assert.That(_target.Count("revert"), Is.EqualTo(5));
        Assert.That((await FactsAsync(done)).OfType<RollbackTried>().Select(fact => fact.Try), Is.EqualTo((int[])[1, 2, 3, 4]));
    }

    [Test]
    public async Task Credential_IsShownWhileApplyingAlone_AndIsWipedAfter()
    {
        await WithCredentialAsync();
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
        Assert.That(_target.Shown.Select(shown => (shown.Act, shown.Value)), Is.EqualTo(((string, string?)[])[("plan", null), ("plan", null), ("plan", null), ("apply", Value), ("prune", null)]));
        Assert.That(() => _target.Shown[3].Secret!.Reveal().Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That((await FactsAsync(done)).OfType<CredentialReleased>().Select(fact => (fact.Name, fact.Source)), Is.EqualTo(((string, string)[])[("shop-test", "embedded")]));
    }

    [Test]
    public async Task Credential_OfAPushThatFails_IsWipedAndTakenAnewToRevert()
    {
        await WithCredentialAsync();
        await FailAfterSwitchAsync();
        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That(done.State, Is.EqualTo(State.RolledBack), done.Error);
        var shown = _target.Shown.SkipWhile(s => s.Act != "prune").Skip(1).ToList();
        Assert.That(shown.Select(s => (s.Act, s.Value)), Is.EqualTo(((string, string?)[])[("plan", null), ("plan", null), ("plan", null), ("apply", Value), ("observe", null), ("revert", Value)]));
        Assert.That(() => shown[3].Secret!.Reveal().Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => shown[5].Secret!.Reveal().Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That((await FactsAsync(done)).OfType<CredentialReleased>().Count(), Is.EqualTo(2));
    }

    private static TargetResult Unknown() => new([new("one", TargetOutcome.Unknown, "The line broke."), new("two", TargetOutcome.Unknown, "The line broke.")]);

    // From here on, a push leaves its release current and fails.
    private async Task FailAfterSwitchAsync()
    {
        Assert.That((await _client.DeployAsync(TestClient.Request())).State, Is.EqualTo(State.Succeeded));
        _target.Apply = async act =>
        {
            await act();
            throw new Deployer.Errors.StepFailedException("It broke.");
        };
    }

    private async Task WithCredentialAsync()
    {
        await _deployer.StopAsync();
        var secrets = _deployer.Options.Secrets;
        secrets.KeyFile = _deployer.DirectoryPath.Write("key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(secrets.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        secrets.File = _deployer.DirectoryPath.Combine("secrets.db");
        using var secret = Secret.From(Encoding.UTF8.GetBytes(Value));
        new SecretStore(secrets.File, secrets.KeyFile, TimeProvider.System).Put("shop-test", secret);
        _deployer.Environment.Credential = "{application}-{environment}";
        _target.Capabilities = _target.Capabilities with { Needs = CredentialPurposes.Apply };
        _client = await _deployer.StartAsync();
    }

    private async Task<List<DeploymentFact>> FactsAsync(Deployment deployment)
    {
        await _deployer.StopAsync();
        await using var journal = new DeploymentJournal(Path.Combine(_deployer.Options.StateDirectory, "journal.db"), TimeProvider.System);
        return [.. journal.Find(deployment.DeploymentId)!.Facts.Select(recorded => recorded.Fact)];
    }
}
