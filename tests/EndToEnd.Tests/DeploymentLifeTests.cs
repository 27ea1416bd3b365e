using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>What people do with a deployment on its way, by <c>gatectl</c> at a real gate: approve, withdraw, hold, abort, roll back.</summary>
[Parallelizable]
public class DeploymentLifeTests
{
    private TemporaryDirectory _directory = null!;
    private DevProcess _dev = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _dev = await DevProcess.StartAsync(_directory.Sub("state"));
        var destinations = Path.Combine(_dev.State, "policies", "destinations", "data.yaml");
        var entries = (await File.ReadAllTextAsync(destinations)).Split("  production:\n");
        await File.WriteAllTextAsync(destinations, $"{entries[0]}  production:\n{entries[1].Replace("{file: healthz}", "{file: never-there, timeout: 100s}", StringComparison.Ordinal)}");
        await StageApprovals.RequireAsync(_dev);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _dev.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Deploy_ThatNeedsAnApproval_RunsWhatWasReviewed()
    {
        var id = await AskAsync("stage", "1.0.0", "alice");
        var digest = (string)(await WaitForAsync("stage", id, "PENDING_APPROVAL"))["review_digest"]!;
        var shown = await GatectlAsync("get", "shop", "stage", id, "--as", "alice");
        var own = await GatectlAsync("approve", "shop", "stage", id, "--review-digest", digest, "--as", "alice");
        var blind = await AsBobAsync("approve", "shop", "stage", id);
        var other = await AsBobAsync("approve", "shop", "stage", id, "--review-digest", "sha256:" + new string('0', 64));
        var approved = await AsBobAsync("approve", "shop", "stage", id, "--review-digest", digest, "--comment", "looked at it");
        var watched = await GatectlAsync("watch", "shop", "stage", id, "--as", "alice");
        Assert.Multiple(() =>
        {
            Assert.That(shown.Out, Does.Contain("approval: 1 of person:bob").And.Contain("approve until:").And.Contain(digest).And.Match("change: +added"), shown.All);
            Assert.That(own.ExitCode, Is.EqualTo(3), own.All);
            Assert.That(own.Error, Does.Contain("approve"));
            Assert.That(blind.ExitCode, Is.EqualTo(2), blind.All);
            Assert.That(blind.Error, Does.Contain($"'gatectl get shop stage {id} --output json'"));
            Assert.That(other.ExitCode, Is.EqualTo(1), other.All);
            Assert.That(other.Error, Does.Contain("has changed since it was looked at").And.Contain(digest));
            Assert.That(approved.ExitCode, Is.Zero, approved.All);
            Assert.That(approved.Out, Does.Contain("looked at it"));
            Assert.That(watched.ExitCode, Is.Zero, watched.All);
        });
        Artifact.AssertLanded(_dev, "stage", "1.0.0");
    }

    [Test]
    public async Task Hold_UntilItIsReleased_KeepsPushesFromBeginning()
    {
        var held = await GatectlAsync("hold", "shop", "test", "--reason", "an incident", "--as", "alice");
        var id = await AskAsync("test", "1.0.0");
        await WaitForAsync("test", id, "WAITING", "an incident");
        var shown = await GatectlAsync("get", "shop", "test", id);
        var status = await GatectlAsync("status", "shop", "test");
        var released = await GatectlAsync("release", "shop", "test", "--as", "alice");
        var watched = await GatectlAsync("watch", "shop", "test", id);
        var after = await GatectlAsync("status", "shop", "test");
        var again = await GatectlAsync("release", "shop", "test", "--as", "alice");
        Assert.Multiple(() =>
        {
            Assert.That(held.ExitCode, Is.Zero, held.All);
            Assert.That(shown.Out, Does.Match("state: +WAITING\nwaits for: .*an incident"), shown.All);
            Assert.That(status.Out, Does.Match("held: +shop in test, by .*: an incident"), status.All);
            Assert.That(released.ExitCode, Is.Zero, released.All);
            Assert.That(watched.ExitCode, Is.Zero, watched.All);
            Assert.That(after.Out, Does.Match("recorded: +1.0.0 sha256:").And.Match("observed: .*: 1.0.0 sha256:[0-9a-f]*\n").And.Not.Contain("held"), after.All);
            Assert.That(again.ExitCode, Is.EqualTo(1), again.All);
        });
    }

    [Test]
    public async Task Deploy_FrozenWhileItWaited_EndsDeniedAndNamesTheFreeze()
    {
        await GatectlAsync("hold", "shop", "test", "--reason", "an incident", "--as", "alice");
        var id = await AskAsync("test", "1.1.0");
        await WaitForAsync("test", id, "WAITING", "an incident");
        var freezes = Path.Combine(Directory.CreateDirectory(Path.Combine(_dev.State, "policies", "freezes")).FullName, "data.yaml");
        var now = DateTimeOffset.UtcNow;
        await File.WriteAllTextAsync(freezes, $"move: {{environments: [test], actions: [deploy], why: the servers move, from: {now.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}, until: {now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}}\n");
        await WaitForAnswerAsync(exitCode: 3);
        await GatectlAsync("release", "shop", "test", "--as", "alice");
        var watched = await GatectlAsync("watch", "shop", "test", id);
        var shown = await GatectlAsync("get", "shop", "test", id, "-o", "json");
        var decided = await GatectlAsync("audit", "list", "--decision", (string)shown.Json["execution_decision_id"]!);
        Directory.Delete(Path.GetDirectoryName(freezes)!, recursive: true);
        await WaitForAnswerAsync(exitCode: 0);
        Assert.Multiple(() =>
        {
            Assert.That(watched.ExitCode, Is.EqualTo(3), watched.All);
            Assert.That(watched.All, Does.Contain("DENIED").And.Contain("test is frozen by move: the servers move"));
            Assert.That((string)shown.Json["state"]!, Is.EqualTo("DENIED"), shown.All);
            Assert.That((string)shown.Json["error"]!, Is.EqualTo("Refused when it was decided again: test is frozen by move: the servers move"));
            Assert.That(decided.Out, Does.Contain("DENIED").And.Contain("shop"), decided.All);
        });
    }

    [Test]
    public async Task Withdraw_BeforeThePush_LeavesTheDeploymentPending()
    {
        await GatectlAsync("hold", "shop", "stage", "--reason", "an incident", "--as", "alice");
        var id = await AskAsync("stage", "1.1.0", "alice");
        var digest = (string)(await WaitForAsync("stage", id, "PENDING_APPROVAL"))["review_digest"]!;
        var approved = await AsBobAsync("approve", "shop", "stage", id, "--review-digest", digest, "-o", "json");
        await WaitForAsync("stage", id, "WAITING");
        var withdrawn = await AsBobAsync("withdraw", "shop", "stage", id, "--comment", "not today", "-o", "json");
        var again = await AsBobAsync("withdraw", "shop", "stage", id);
        var rejected = await AsBobAsync("reject", "shop", "stage", id);
        var watched = await GatectlAsync("watch", "shop", "stage", id, "--as", "alice");
        await GatectlAsync("release", "shop", "stage", "--as", "alice");
        Assert.Multiple(() =>
        {
            Assert.That(approved.ExitCode, Is.Zero, approved.All);
            Assert.That((string)withdrawn.Json["state"]!, Is.EqualTo("PENDING_APPROVAL"), withdrawn.All);
            Assert.That(withdrawn.Json["approvals"]!.AsArray(), Is.Empty);
            Assert.That(again.ExitCode, Is.EqualTo(1), again.All);
            Assert.That(rejected.ExitCode, Is.Zero, rejected.All);
            Assert.That(watched.ExitCode, Is.EqualTo(1), watched.All);
            Assert.That(watched.Out, Does.Contain("REJECTED"));
        });
    }

    [Test]
    public async Task Rollback_Twice_GoesOneFurtherBack()
    {
        await ProcessRun.RunAsync("bash", [SourceTree.PathTo("examples", "shop", "build.sh"), "1.2.0", Path.Combine(_dev.State, "artifacts")]);
        var last = "";
        foreach (var version in new[] { "1.0.0", "1.1.0", "1.2.0" })
        {
            var deployed = await GatectlAsync("deploy", "shop", "test", version, "-o", "json");
            Assert.That(deployed.ExitCode, Is.Zero, deployed.All);
            last = (string)deployed.Json["deployment_id"]!;
        }

        var first = await GatectlAsync("rollback", "shop", "test", "-o", "json");
        Artifact.AssertLanded(_dev, "test", "1.1.0");
        var second = await GatectlAsync("rollback", "shop", "test", "-o", "json");
        Artifact.AssertLanded(_dev, "test", "1.0.0");
        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)), first.All + second.All);
        Assert.That((string)first.Json["rolls_back"]!, Is.EqualTo(last));
    }

    [Test]
    public async Task Abort_WhileItIsChecked_RevertsIt()
    {
        var id = await AskAsync("production", "1.1.0", "alice");
        await WaitForAsync("production", id, "CHECKING");
        var cancelled = await GatectlAsync("cancel", "shop", "production", id, "--as", "alice");
        var aborted = await GatectlAsync("cancel", "shop", "production", id, "--abort", "--comment", "wrong one", "--as", "alice");
        var watched = await GatectlAsync("watch", "shop", "production", id, "--as", "alice");
        Assert.Multiple(() =>
        {
            Assert.That(cancelled.ExitCode, Is.EqualTo(1), cancelled.All);
            Assert.That(aborted.ExitCode, Is.Zero, aborted.All);
            Assert.That(watched.ExitCode, Is.EqualTo(1), watched.All);
            Assert.That(watched.Out, Does.Contain("ROLLED_BACK"), watched.All);
        });
        Artifact.AssertLanded(_dev, "production", "1.0.0");
        var unclear = await GatectlAsync("rollback", "shop", "production", "--as", "alice");
        Assert.That(unclear.ExitCode, Is.EqualTo(1), unclear.All);
        Assert.That(unclear.Error, Does.Contain($"The last push, of 1.1.0 ({id}), ").And.Contain("'gatectl rollback shop production DEPLOYMENT'"));
    }

    private Task<ProcessRun> GatectlAsync(params string[] arguments) => ProcessRun.RunAsync(Repository.Gatectl, [.. arguments, "--state", _dev.State]);

    private Task<ProcessRun> AsBobAsync(params string[] arguments) => ProcessRun.RunAsync(Repository.Gatectl, [.. arguments, .. StageApprovals.CallAs(_dev, "bob")]);

    private async Task<string> AskAsync(string environment, string version, string caller = "shop-ci")
    {
        var accepted = await GatectlAsync("deploy", "shop", environment, version, "--no-wait", "--as", caller, "-o", "json");
        Assert.That(accepted.ExitCode, Is.Zero, accepted.All);
        return (string)accepted.Json["deployment_id"]!;
    }

    // Until the policies that were changed decide.
    private async Task WaitForAnswerAsync(int exitCode)
    {
        var run = await GatectlAsync("deploy", "shop", "test", "1.1.0", "--validate-only");
        for (var i = 0; i < 100 && run.ExitCode != exitCode; i++)
        {
            await Task.Delay(200);
            run = await GatectlAsync("deploy", "shop", "test", "1.1.0", "--validate-only");
        }

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.All);
    }

    private async Task<JsonNode> WaitForAsync(string environment, string id, string state, string waitingFor = "")
    {
        var run = await GatectlAsync("get", "shop", environment, id, "--as", "alice", "-o", "json");
        for (var i = 0; i < 100 && !((string?)run.Json["state"] == state && ((string?)run.Json["waiting_for"])!.Contains(waitingFor, StringComparison.Ordinal)); i++)
        {
            await Task.Delay(100);
            run = await GatectlAsync("get", "shop", environment, id, "--as", "alice", "-o", "json");
        }

        Assert.That((string)run.Json["state"]!, Is.EqualTo(state), run.All + _dev.Output);
        Assert.That((string)run.Json["waiting_for"]!, Does.Contain(waitingFor));
        return run.Json;
    }
}
