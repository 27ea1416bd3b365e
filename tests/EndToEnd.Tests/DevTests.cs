using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary><c>gatectl dev</c> itself: its start, its end, and what it makes of a state that was there before.</summary>
[Parallelizable]
public class DevTests
{
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(30);

    private TemporaryDirectory _directory = null!;

    private string State => _directory.Sub("state");

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Once_OnANewState_ShowsEverythingAndIsDone()
    {
        var run = await OnceAsync();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out, Does.Contain("SUCCEEDED").And.Contain("refused").And.Contain("decision id").And.Contain("verified: "));
            Assert.That(run.Out, Does.Not.Contain("UNEXPECTED"));
        });
    }

    [Test]
    public async Task Once_Twice_KeepsKeysLogAndEditedPolicies()
    {
        var first = await OnceAsync();
        var ca = await File.ReadAllTextAsync(Path.Combine(State, "ca.pem"));
        var policy = Path.Combine(State, "policies", "environments", "data.yaml");
        await File.AppendAllTextAsync(policy, "# mine\n");
        var second = await OnceAsync("--output", "json");
        Assert.Multiple(() =>
        {
            Assert.That(first.ExitCode, Is.Zero, first.All);
            Assert.That(second.ExitCode, Is.Zero, second.All);
            Assert.That(File.ReadAllText(Path.Combine(State, "ca.pem")), Is.EqualTo(ca));
            Assert.That(File.ReadAllText(policy), Does.EndWith("# mine\n"));
            Assert.That((long)second.Json["demonstration"]!.AsArray()[^1]!["logs"]![0]!["records"]!, Is.GreaterThan(8), "the log goes on");
        });
    }

    [Test]
    public async Task Once_WithAPolicyThatForbids_FailsAndShowsWhy()
    {
        await OnceAsync();
        await File.WriteAllTextAsync(Path.Combine(State, "policies", "applications", "shop", "data.yaml"), "code: {ci: {from: ci, id: [shop-ci]}}\n");
        var run = await OnceAsync();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
            Assert.That(run.Out, Does.Contain("UNEXPECTED").And.Contain("shop-ci"));
        });
    }

    [Test]
    public async Task Deploy_WhereThePolicyKeepsTheCredential_FailsAndLandsNowhere()
    {
        await OnceAsync();
        // By a rule: data that name a credential here, and let nobody read it, are refused before anything is decided with them.
        const string Condition = "input.credential.environment == input.deployment.environment";
        var rules = Path.Combine(State, "policies", "deployer", "credentials.rego");
        var text = await File.ReadAllTextAsync(rules);
        Assert.That(text, Does.Contain(Condition));
        await File.WriteAllTextAsync(rules, text.Replace(Condition, Condition + "\n\tinput.credential.environment != \"production\"", StringComparison.Ordinal));
        await using var dev = await DevProcess.StartAsync(State);
        var run = await ProcessRun.RunAsync(Repository.Gatectl, ["deploy", "shop", "production", "1.1.0", "--as", "alice", "--state", State]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
            Assert.That(run.Out, Does.Contain("FAILED").And.Contain("may not read the credential"));
        });
        Artifact.AssertLanded(dev, "production", "1.0.0");
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task Stop_BySignal_EndsEverythingCleanly(string signal)
    {
        await using var dev = await DevProcess.StartAsync(State);
        var (gatekeeper, deployer) = (dev.GatekeeperId, dev.DeployerId);
        var exitCode = await dev.StopAsync(signal);
        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero, dev.Output);
            Assert.That(ProcessRun.IsAlive(gatekeeper), Is.False);
            Assert.That(ProcessRun.IsAlive(deployer), Is.False);
            Assert.That(File.Exists(Path.Combine(State, "dev.json")), Is.False);
            Assert.That(File.Exists(Path.Combine(State, "gatekeeper", "ready.json")), Is.False);
            Assert.That(File.Exists(Path.Combine(State, "deployer", "ready.json")), Is.False);
        });
    }

    [Test]
    public async Task Kill_OfDev_EndsItsProgramsToo()
    {
        await using var dev = await DevProcess.StartAsync(State);
        var (gatekeeper, deployer) = (dev.GatekeeperId, dev.DeployerId);
        dev.Kill();
        await WaitUntilGoneAsync(gatekeeper, deployer);
        var again = await OnceAsync();
        Assert.That(again.ExitCode, Is.Zero, again.All);
    }

    [Test]
    public async Task Kill_OfTheDeployer_IsMadeGood()
    {
        await using var dev = await DevProcess.StartAsync(State);
        var before = dev.DeployerId;
        List<string> accepted = [];
        for (var count = 0; count < 6; count++)
        {
            accepted.Add((string)(await new Curl(dev).DeployAsync("test", "shop-ci", "1.0.0")).Json["deployment_id"]!);
        }

        await ProcessRun.SignalAsync(before, "KILL");
        foreach (var id in accepted)
        {
            var watched = await ProcessRun.RunAsync(Repository.Gatectl, ["watch", "shop", "test", id, "--state", State]);

            // One that the kill held up may be overtaken by a later one, and then is not needed any more; the last cannot be.
            Assert.That(watched.ExitCode == 0 || (id != accepted[^1] && watched.Out.Contains("Superseded by 1.0.0", StringComparison.Ordinal)), watched.All);
        }

        Assert.That(dev.DeployerId, Is.Not.EqualTo(before));
        Artifact.AssertLanded(dev, "test", "1.0.0");
    }

    [Test]
    public async Task Start_OnAStateInUse_SaysSo()
    {
        await using var dev = await DevProcess.StartAsync(State);
        var run = await OnceAsync();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Error, Does.Contain("another 'gatectl dev' runs"));
        });
    }

    [Test]
    public async Task Start_OnAPortInUse_SaysSo()
    {
        await using var dev = await DevProcess.StartAsync(State);
        var run = await ProcessRun.RunAsync(Repository.Gatectl, ["dev", "--once", "--state", _directory.Sub("other"), "--port", new Uri(dev.Url).Port.ToString()]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Error, Does.Contain("--port 0"));
        });
    }

    [Test]
    public async Task Start_WithAPolicyThatDoesNotCompile_ShowsTheLogAndEnds()
    {
        await OnceAsync();
        await File.WriteAllTextAsync(Path.Combine(State, "policies", "gatekeeper", "decision.rego"), "package gatekeeper\n\ndecision := {\n");
        var run = await OnceAsync();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
            Assert.That(run.Error, Does.Contain("before it was ready").And.Contain("decision.rego"));
            Assert.That(run.Error, Does.Not.Contain("   at "));
        });
    }

    private Task<ProcessRun> OnceAsync(params string[] more) =>
        ProcessRun.RunAsync(Repository.Gatectl, ["dev", "--once", "--state", State, "--port", "0", .. more]);

    private static async Task WaitUntilGoneAsync(params int[] processes)
    {
        using var deadline = new CancellationTokenSource(GoneWithin);
        while (processes.Any(ProcessRun.IsAlive))
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
