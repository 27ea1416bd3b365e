using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>Who follows a deployment that takes longer than their token lives, at a real gate.</summary>
[Parallelizable]
public class FollowerTests
{
    /// <summary>In seconds. With the skew that the gate allows, a watch ends some seconds after that.</summary>
    private const int TokenLifetime = 3;

    private static readonly TimeSpan LongerThanAToken = TimeSpan.FromSeconds(12);

    private TemporaryDirectory _directory = null!;
    private DevProcess _dev = null!;

    /// <value>Prints a new token that lives for a short time, and keeps count of its runs in <c>runs</c>.</value>
    private string ShortToken => $"echo run >> '{RunsFile}'; " + TokenOf("alice");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _dev = await DevProcess.StartAsync(_directory.Sub("state"));
        await StageApprovals.RequireAsync(_dev);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _dev.DisposeAsync();
        _directory.Dispose();
    }

    [SetUp]
    public void SetUp() => File.WriteAllText(RunsFile, "");

    [Test]
    public async Task Gatectl_WithACommandForTokens_SeesTheEnd()
    {
        var follower = ProcessRun.RunAsync(
            Repository.Gatectl, ["deploy", "shop", "stage", "1.0.0", "--url", _dev.Url, "--ca", _dev.Ca, "--token-command", ShortToken]);
        await ApproveLateAsync();
        var run = await follower;

        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Out, Does.Contain("PENDING_APPROVAL").And.Contain("SUCCEEDED"), run.All);
        Assert.That(run.Out.Split("PENDING_APPROVAL"), Has.Length.EqualTo(2), "what was shown is not shown again");
        Assert.That(Runs, Is.GreaterThan(1));
    }

    [Test]
    public async Task Gatectl_WithOneToken_SaysHowToGoOn()
    {
        var token = Path.Combine(_directory.Path, "token");
        await File.WriteAllTextAsync(token, (await ProcessRun.RunAsync("bash", ["-c", TokenOf("alice")])).Out);
        var run = await ProcessRun.RunAsync(Repository.Gatectl, ["deploy", "shop", "stage", "1.0.0", "--url", _dev.Url, "--ca", _dev.Ca, "--token-file", token]);

        Assert.That(run.ExitCode, Is.EqualTo(4), run.All);
        Assert.That(run.Error, Does.Contain("goes on").And.Contain("gatectl get shop stage").And.Contain("--token-command"), run.All);
        var cancelled = await new Curl(_dev).PostAsync($"{Curl.Deployments("stage")}/{(await WaitForDeploymentAsync()).Id}:cancel", "alice", new JsonObject());
        Assert.That(cancelled.Status, Is.EqualTo(200), cancelled.Body);
    }

    [Test]
    public async Task DeployScript_WithACommandForTokens_SeesTheEnd()
    {
        var follower = ProcessRun.RunAsync("bash", [SourceTree.PathTo("examples", "pipelines", "deploy.sh"), "shop", "stage", "1.0.0"], environment: new Dictionary<string, string>
        {
            ["GATE_URL"] = _dev.Url,
            ["CURL_CA_BUNDLE"] = _dev.Ca,
            ["GATE_TOKEN"] = "",
            ["GATE_TOKEN_COMMAND"] = ShortToken,
        });
        await ApproveLateAsync();
        var run = await follower;

        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Out, Does.Contain("SUCCEEDED"), run.All);
        Assert.That(Runs, Is.GreaterThan(1));
    }

    private string RunsFile => Path.Combine(_directory.Path, "runs");

    private int Runs => File.ReadAllLines(RunsFile).Length;

    private string TokenOf(string person) => StageApprovals.TokenCommand(_dev, person, TokenLifetime);

    // Bob approves when the follower's first token is long gone.
    private async Task ApproveLateAsync()
    {
        (var id, var digest) = await WaitForDeploymentAsync();
        await Task.Delay(LongerThanAToken);
        var run = await ProcessRun.RunAsync(
            Repository.Gatectl, ["approve", "shop", "stage", id, "--review-digest", digest, .. StageApprovals.CallAs(_dev, "bob", TokenLifetime)]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
    }

    private async Task<(string Id, string ReviewDigest)> WaitForDeploymentAsync()
    {
        for (var i = 0; i < 100; i++)
        {
            var listed = await new Curl(_dev).GetAsync($"{Curl.Deployments("stage")}?page_size=1", "alice");
            if (listed.Json["deployments"]?.AsArray() is [{ } deployment] && (string?)deployment["state"] == "PENDING_APPROVAL")
            {
                return ((string)deployment["deployment_id"]!, (string)deployment["review_digest"]!);
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("Nothing was asked for.\n" + _dev.Output);
    }
}
