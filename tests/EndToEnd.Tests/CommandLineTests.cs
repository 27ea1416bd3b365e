using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary><c>gatectl</c> on a real gate: what it prints, and the exit codes that scripts rely on.</summary>
public class CommandLineTests
{
    [Test]
    public async Task Deploy_ToTest_ShowsProgressAndIsDone()
    {
        var run = await Gate.GatectlAsync("deploy", "shop", "test", "1.1.0", "--reason", "a try", "-a", "ticket=7");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out, Does.Contain("SUCCEEDED").And.Contain("allowed by decision"));
        });
        Artifact.AssertLanded(Gate.Dev, "test", "1.1.0");
    }

    [Test]
    public async Task Deploy_InJson_IsOneDocument()
    {
        var run = await Gate.GatectlAsync("deploy", "shop", "stage", "1.1.0", "--annotation", "ticket=7", "--output", "json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That((string)run.Json["state"]!, Is.EqualTo("SUCCEEDED"));
            Assert.That((string)run.Json["annotations"]!["ticket"]!, Is.EqualTo("7"));
        });
    }

    [Test]
    public async Task Deploy_ToProduction_IsDenied()
    {
        var run = await Gate.GatectlAsync("deploy", "shop", "production", "1.0.0", "-o", "json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(3), run.All);
            Assert.That((string)run.Json["error"]!["reason"]!, Is.EqualTo("POLICY_DENIED"));
            Assert.That(run.Json["error"]!["details"]!.AsArray(), Is.Not.Empty);
            Assert.That((string)run.Json["error"]!["decision_id"]!, Is.Not.Empty);
        });
    }

    [Test]
    public async Task Deploy_ToProductionAsAlice_IsDone()
    {
        var run = await Gate.GatectlAsync("deploy", "shop", "production", "1.1.0", "--as", "alice");
        Assert.That(run.ExitCode, Is.Zero, run.All);
    }

    [Test]
    public async Task Deploy_OfAVersionThatThereIsNot_Fails()
    {
        var run = await Gate.GatectlAsync("deploy", "shop", "test", "9.9.9");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
            Assert.That(run.Out, Does.Contain("FAILED"));
        });
    }

    [Test]
    public async Task Deploy_OfAVersionThatIsNone_IsAUsageFailure()
    {
        var run = await Gate.GatectlAsync("deploy", "shop", "test", "../1.0.0");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2), run.All);
            Assert.That(run.Error, Does.Contain("version"));
        });
    }

    [Test]
    public async Task Call_WithoutToken_IsUnauthenticated()
    {
        var run = await ProcessRun.RunAsync(Repository.Gatectl, ["list", "shop", "test", "--url", Gate.Dev.Url, "--ca", Gate.Dev.Ca]);
        Assert.That(run.ExitCode, Is.EqualTo(4), run.All);
    }

    [Test]
    public async Task Call_OfAGateThatIsNotThere_IsUnavailable()
    {
        var run = await ProcessRun.RunAsync(Repository.Gatectl, ["list", "shop", "test", "--url", "https://127.0.0.1:1"]);
        Assert.That(run.ExitCode, Is.EqualTo(5), run.All);
    }

    [Test]
    public async Task WatchGetAndList_AfterDeployWithoutWaiting_ShowTheSameDeployment()
    {
        var accepted = await Gate.GatectlAsync("deploy", "shop", "test", "1.0.0", "--no-wait", "-o", "json");
        var id = (string)accepted.Json["deployment_id"]!;
        var watched = await Gate.GatectlAsync("watch", "shop", "test", id, "-o", "json");
        var shown = await Gate.GatectlAsync("get", "shop", "test", id, "-o", "json");
        var listed = await Gate.GatectlAsync("list", "shop", "test", "-o", "json");
        var changes = watched.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(watched.ExitCode, Is.Zero, watched.All);
            Assert.That((string)changes[^1]["deployment"]!["state"]!, Is.EqualTo("SUCCEEDED"));
            Assert.That((string)shown.Json["state"]!, Is.EqualTo("SUCCEEDED"));
            Assert.That(listed.Json["deployments"]!.AsArray().Select(deployment => (string)deployment!["deployment_id"]!), Has.Some.EqualTo(id));
        });
    }

    [Test]
    public async Task Cancel_OfAnEndedDeployment_Fails()
    {
        var ended = await Gate.GatectlAsync("deploy", "shop", "test", "1.0.0", "-o", "json");
        var run = await Gate.GatectlAsync("cancel", "shop", "test", (string)ended.Json["deployment_id"]!, "--comment", "too late", "-o", "json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
            Assert.That((string)run.Json["error"]!["reason"]!, Is.EqualTo("WRONG_STATE"));
        });
    }

    [Test]
    public async Task Rollback_OfTwoSuccesses_BringsBackTheFirst()
    {
        await Gate.GatectlAsync("deploy", "shop", "stage", "1.0.0");
        await Gate.GatectlAsync("deploy", "shop", "stage", "1.1.0");
        var run = await Gate.GatectlAsync("rollback", "shop", "stage", "--reason", "a try");
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Artifact.AssertLanded(Gate.Dev, "stage", "1.0.0");
    }
}
