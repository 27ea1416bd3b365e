using System.Text.Json.Nodes;
using Deploy.V1;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Pipelines;

/// <summary><c>examples/pipelines/deploy.sh</c> at a gate that does what a real one does seldom.</summary>
public class DeployScriptTests
{
    /// <summary>Prints token-1, token-2 and so on, in the order of its runs.</summary>
    private const string Counting = "echo run >> runs; printf 'token-%s' $(wc -l < runs)";

    private static readonly string Script = Path.Combine(SourceTree.Root, "examples", "pipelines", "deploy.sh");
    private static readonly string Expired = FakeRestGate.Error(401, "UNAUTHENTICATED", "TOKEN_EXPIRED");

    private FakeRestGate _gate = null!;

    [SetUp]
    public async Task SetUp() => _gate = await FakeRestGate.StartAsync();

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [Test]
    public async Task Deploy_ReasonAndException_AreInTheRequestAsTheyAre()
    {
        Accepts();
        Answers(FakeRestGate.Change("SUCCEEDED"));
        var run = await RunAsync("GATE_TOKEN=t", """GATE_REASON=INC-1: "quoted", back\slash, \" & $x `y` ü""", "GATE_EXCEPTION=break-glass", "GATE_REQUEST_ID=r1");
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(JsonNode.Parse(_gate.Requests[0].Body)!.ToJsonString(), Is.EqualTo(new JsonObject
        {
            ["version"] = "1.0.0",
            ["request_id"] = "r1",
            ["reason"] = """INC-1: "quoted", back\slash, \" & $x `y` ü""",
            ["exception"] = "break-glass",
        }.ToJsonString()));
    }

    [TestCase("GATE_REASON=two\nlines", "GATE_REASON holds a control character")]
    [TestCase("GATE_EXCEPTION=a\tb", "GATE_EXCEPTION holds a control character")]
    [TestCase("GATE_REQUEST_ID=a\u007fb", "GATE_REQUEST_ID holds a control character")]
    [TestCase("GATE_URL=http://gate.example", "GATE_URL is https")]
    [TestCase("GATE_TIMEOUT=soon", "GATE_TIMEOUT is a number")]
    [TestCase("GATE_TOKEN=", "set GATE_TOKEN or GATE_TOKEN_COMMAND")]
    public async Task Deploy_WhatIsNotWellFormed_IsAUsageFailure(string setting, string message)
    {
        var run = await RunAsync("GATE_TOKEN=t", setting);
        Assert.That((run.ExitCode, _gate.Requests.Count), Is.EqualTo((2, 0)), run.All);
        Assert.That(run.Error, Does.Contain(message));
    }

    [TestCase("..")]
    [TestCase("a/b")]
    [TestCase("Shop")]
    [TestCase("shop?x")]
    public async Task Deploy_ApplicationThatIsNoName_IsAUsageFailure(string application)
    {
        var run = await ProgramRun.RunAsync(_gate.Directory, "env", $"GATE_URL={_gate.Url}", "GATE_TOKEN=t", "bash", Script, application, "test", "1.0.0");
        Assert.That(run.ExitCode, Is.EqualTo(2), run.All);
    }

    [Test]
    public async Task Deploy_WithoutArguments_SaysHow()
    {
        var run = await ProgramRun.RunAsync(_gate.Directory, "bash", Script);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("usage: deploy.sh APPLICATION").And.Contain("GATE_TOKEN_COMMAND").And.Not.Contain("pipefail"));
    }

    private static IEnumerable<string> ReasonsOfTokens() =>
        ErrorsReflection.Descriptor.EnumTypes.Single(type => type.ClrType == typeof(ErrorReason)).Values
            .Select(value => value.Name).Where(name => name.StartsWith("TOKEN_", StringComparison.Ordinal)).Append("MISSING_CREDENTIALS");

    [TestCaseSource(nameof(ReasonsOfTokens))]
    public async Task Deploy_TokenThatIsRefused_SaysWhatToDo(string reason)
    {
        Answers(FakeRestGate.Error(401, "UNAUTHENTICATED", reason), 401);
        var run = await RunAsync("GATE_TOKEN=t");
        Assert.That(run.ExitCode, Is.EqualTo(4), run.All);
        Assert.That(run.Error, Does.Match("\nwhat to do: [^\n]+\\.\n$"));
    }

    [Test]
    public async Task Deploy_TokenThatHasExpired_IsReplacedOnce()
    {
        Answers(Expired, 401);
        Accepts();
        Answers(FakeRestGate.Change("SUCCEEDED"));
        var run = await RunAsync("GATE_TOKEN=old", $"GATE_TOKEN_COMMAND={Counting}");
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(_gate.Requests.Select(request => request.Token), Is.EqualTo(new[] { "old", "token-1", "token-1" }));
        Assert.That(_gate.Requests[0].Body, Is.EqualTo(_gate.Requests[1].Body), "the same request_id");
    }

    [Test]
    public async Task Deploy_TokenThatIsExpiredAlways_IsNotReplacedForEver()
    {
        Answers(Expired, 401);
        var run = await RunAsync($"GATE_TOKEN_COMMAND={Counting}");
        Assert.That((run.ExitCode, _gate.Requests.Count), Is.EqualTo((4, 2)), run.All);
    }

    [TestCase(20, "token-1")]
    [TestCase(-20, "token-1")]
    [TestCase(300, null)]
    public async Task Deploy_TokenThatEndsSoon_IsReplacedBefore(int secondsLeft, string? expected)
    {
        var token = TestToken.EndingIn(secondsLeft, "tøken>?");
        Accepts();
        Answers(FakeRestGate.Change("SUCCEEDED"));
        var run = await RunAsync($"GATE_TOKEN={token}", $"GATE_TOKEN_COMMAND={Counting}");
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(_gate.Requests[0].Token, Is.EqualTo(expected ?? token));
    }

    [TestCase("exit 1")]
    [TestCase("echo a b")]
    [TestCase("true")]
    [TestCase("printf 'a\\nb'")]
    [TestCase("head -c 70000 /dev/zero | tr '\\0' a")]
    public async Task Deploy_CommandThatPrintsNoToken_IsTold(string command)
    {
        var run = await RunAsync($"GATE_TOKEN_COMMAND={command}");
        Assert.That((run.ExitCode, _gate.Requests.Count), Is.EqualTo((4, 0)), run.All);
        Assert.That(run.Error, Does.Contain("GATE_TOKEN_COMMAND"));
    }

    [Test]
    public async Task Follow_WatchThatEndsWithItsToken_GoesOnWithANewOne()
    {
        Accepts();
        var cut = FakeRestGate.Change("FETCHING") + FakeRestGate.Event("end", Expired);
        Answers(cut);
        Answers(cut);
        Answers(FakeRestGate.Change("SUCCEEDED"));
        var run = await RunAsync($"GATE_TOKEN_COMMAND={Counting}");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out.Split("FETCHING"), Has.Length.EqualTo(2), "a state that was shown is not shown again");
            Assert.That(_gate.Requests.Select(request => request.Token), Is.EqualTo(new[] { "token-1", "token-1", "token-2", "token-3" }));
        });
    }

    [Test]
    public async Task Follow_WatchThatEndsWithTheOnlyToken_IsAskedForOnAndThenEnds()
    {
        Accepts();
        Answers(FakeRestGate.Change("FETCHING") + FakeRestGate.Event("end", Expired));
        Answers(FakeRestGate.Deployment("PUSHING"));
        Answers(Expired, 401);
        var run = await RunAsync("GATE_TOKEN=t");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(4), run.All);
            Assert.That(run.Out, Does.Contain("FETCHING").And.Contain("PUSHING"));
            Assert.That(run.Error, Does.EndWith("the deployment d1 goes on. Look at it with: gatectl get shop test d1\n"));
        });
    }

    [TestCase("SUCCEEDED", 0)]
    [TestCase("FAILED", 1)]
    [TestCase("EXPIRED", 1)]
    [TestCase("DENIED", 3)]
    public async Task Follow_LastStateWhileTheOnlyTokenStillServes_IsTheEnd(string state, int exitCode)
    {
        Accepts();
        Answers(FakeRestGate.Change("FETCHING") + FakeRestGate.Event("end", Expired));
        Answers(FakeRestGate.Deployment(state));
        var run = await RunAsync("GATE_TOKEN=t");
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.All);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Follow_WatchThatIsDenied_SaysSo(bool isOnTheWay)
    {
        var denied = FakeRestGate.Error(403, "PERMISSION_DENIED", "POLICY_DENIED");
        Accepts();
        Answers(isOnTheWay ? FakeRestGate.Change("FETCHING") + FakeRestGate.Event("end", denied) : denied, isOnTheWay ? 200 : 403);
        var run = await RunAsync("GATE_TOKEN=t");
        Assert.That(run.ExitCode, Is.EqualTo(3), run.All);
        Assert.That(run.Error, Does.Contain("may not be followed any longer").And.Contain("the deployment d1 goes on"));
    }

    [Test]
    public async Task Follow_DeploymentThatWaits_SaysForWhatOnce()
    {
        Accepts();
        var pending = FakeRestGate.Change("PENDING_APPROVAL", "approval: 1 of owner");
        Answers(pending + pending + FakeRestGate.Change("WAITING", "its turn") + FakeRestGate.Change("WAITING", "no gatekeeper") + FakeRestGate.Change("SUCCEEDED"));
        var run = await RunAsync("GATE_TOKEN=t");
        Assert.That(
            run.Out.Split('\n')[1..^1].Select(line => line[9..]),
            Is.EqualTo(new[] { "PENDING_APPROVAL, waits for approval: 1 of owner", "WAITING, waits for its turn", "WAITING, waits for no gatekeeper", "SUCCEEDED" }), run.All);
    }

    [Test]
    public async Task Follow_WatchThatBreaks_IsTakenUpAgain()
    {
        Accepts();
        Answers(FakeRestGate.Change("FETCHING") + FakeRestGate.Event("error", FakeRestGate.Error(503, "UNAVAILABLE", "SHUTTING_DOWN")));
        Answers("", 503);
        Answers(FakeRestGate.Change("FAILED"));
        Answers(FakeRestGate.Deployment("FAILED"));
        var run = await RunAsync("GATE_TOKEN=t");
        Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
        Assert.That(run.Error, Does.Contain("FAILED: no artifact"));
    }

    [Test]
    public async Task Follow_DeploymentThatTakesTooLong_GoesOn()
    {
        Accepts();
        Answers(FakeRestGate.Change("FETCHING"));
        var run = await RunAsync("GATE_TOKEN=t", "GATE_TIMEOUT=3");
        Assert.That(run.ExitCode, Is.EqualTo(5), run.All);
        Assert.That(run.Error, Does.Contain("has not ended within 3 s; it goes on"));
    }

    [Test]
    public async Task GitHubExample_TokenCommand_AsksForATokenOfTheGate()
    {
        Answers("{\"count\":1,\"value\":\"a.b.c\"}");
        Accepts();
        Answers(FakeRestGate.Change("SUCCEEDED"));
        var run = await RunAsync(
            $"GATE_TOKEN_COMMAND={Folded("github-actions.yml", "GATE_TOKEN_COMMAND")}", $"CURL_CA_BUNDLE={_gate.Ca}",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN=request", $"ACTIONS_ID_TOKEN_REQUEST_URL={_gate.Url}/token?api-version=2.0");
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(_gate.Requests.Select(request => request.Token), Is.EqualTo(new[] { "request", "a.b.c", "a.b.c" }));
        Assert.That(_gate.Requests[0].Call, Is.EqualTo("GET /token?api-version=2.0&audience=gatekeeper"));
    }

    /// <summary>A folded text of a pipeline: its lines, which stand further in than its name, with a blank between.</summary>
    private static string Folded(string pipeline, string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Script)!, pipeline));
        var at = Array.FindIndex(lines, line => line.Trim() == $"{name}: >-");
        var indent = lines[at].Length - lines[at].TrimStart().Length;
        return string.Join(' ', lines.Skip(at + 1).TakeWhile(line => line.Length - line.TrimStart().Length > indent).Select(line => line.Trim()));
    }

    private void Accepts() => Answers(FakeRestGate.Deployment("QUEUED"));

    private void Answers(string body, int status = 200) => _gate.Answers.Enqueue((status, body));

    private Task<ProgramRun> RunAsync(params string[] settings) =>
        ProgramRun.RunAsync(_gate.Directory, "env", [$"GATE_URL={_gate.Url}", $"GATE_CA={_gate.Ca}", .. settings, "bash", Script, "shop", "test", "1.0.0"]);
}
