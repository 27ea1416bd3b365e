using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Gatectl.Tests.Deployments;

/// <summary>A deployment may take longer than the token of whoever asked for it lives.</summary>
public class FollowWithTokensTests
{
    /// <summary>Prints token-1, token-2 and so on, in the order of its runs.</summary>
    private const string Counting = "echo run >> runs; printf 'token-%s' $(wc -l < runs)";

    private static readonly string[] Deploy = ["deploy", "shop", "test", "1.0.0"];
    private static readonly string[] Watch = ["watch", "shop", "test", "d1"];

    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp()
    {
        _gate = await FakeGate.StartAsync();
        _gate.Service.Answer = _ => At(State.Queued);
    }

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [Test]
    public async Task Deploy_WatchThatEndsWithItsToken_GoesOnWithANewOne()
    {
        WatchEndsWith(Code.Unauthenticated, "TOKEN_EXPIRED");
        WatchEndsWith(Code.Unauthenticated, "TOKEN_EXPIRED");
        WatchSucceeds();
        var run = await _gate.RunAsync([.. Deploy, "--token-command", Counting]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(run.Out.Split("FETCHING"), Has.Length.EqualTo(2), "a state that was shown is not shown again");
            Assert.That(Tokens(), Is.EqualTo(new[] { "token-1", "token-1", "token-2", "token-3" }));
        });
    }

    [Test]
    public async Task Deploy_NewTokensThatAreNotTakenEither_EndIt()
    {
        WatchEndsWith(Code.Unauthenticated, "TOKEN_EXPIRED");
        _gate.Service.Watches.Enqueue(_ => throw Refusal(Code.Unauthenticated, "TOKEN_EXPIRED"));
        _gate.Service.Answer = request => request is GetDeploymentRequest ? throw Refusal(Code.Unauthenticated, "TOKEN_EXPIRED") : At(State.Queued);
        var run = await _gate.RunAsync([.. Deploy, "--token-command", Counting]);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Unauthenticated), run.Error);
        Assert.That(run.Error, Does.Contain("the deployment d1 goes on"));
    }

    [Test]
    public async Task Deploy_CommandThatFailsLater_SaysThatTheDeploymentGoesOn()
    {
        WatchEndsWith(Code.Unauthenticated, "TOKEN_EXPIRED");
        var run = await _gate.RunAsync([.. Deploy, "--token-command", "test ! -e runs || exit 3; " + Counting]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Unauthenticated));
            Assert.That(run.Error, Does.Contain("the deployment d1 goes on").And.Contain("exit code 3").And.Contain("gatectl get shop test d1"));
        });
    }

    [Test]
    public async Task Deploy_WatchThatEndsWithTheOnlyToken_IsAskedForOnAndThenEnds()
    {
        WatchEndsWith(Code.Unauthenticated, "TOKEN_EXPIRED");
        var asked = 0;
        _gate.Service.Answer = request => request is GetDeploymentRequest && ++asked > 1 ? throw Refusal(Code.Unauthenticated, "TOKEN_EXPIRED") : At(State.Pushing);
        var run = await _gate.RunAsync(Deploy);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Unauthenticated));
            Assert.That(run.Out, Does.Contain("PUSHING"));
            Assert.That(run.Error, Does.Contain("the deployment d1 goes on").And.Contain("gatectl get shop test d1").And.Contain("--token-command"));
        });
    }

    [Test]
    public async Task Deploy_LastStateWhileTheOnlyTokenStillServes_IsTheEnd()
    {
        WatchEndsWith(Code.Unauthenticated, "TOKEN_EXPIRED");
        _gate.Service.Answer = request => At(request is GetDeploymentRequest ? State.Succeeded : State.Queued);
        var run = await _gate.RunAsync(Deploy);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Follow_WatchThatIsDeniedOnTheWay_SaysSo(bool isDeploy)
    {
        WatchEndsWith(Code.PermissionDenied, "POLICY_DENIED");
        var run = await _gate.RunAsync(isDeploy ? Deploy : Watch);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Denied));
            Assert.That(run.Error, Does.Contain("the deployment d1 goes on, but may not be followed any longer: because"));
        });
    }

    [Test]
    public async Task Watch_DeniedAtOnce_SaysNothingOfADeployment()
    {
        _gate.Service.Watches.Enqueue(_ => throw Refusal(Code.PermissionDenied, "POLICY_DENIED"));
        var run = await _gate.RunAsync(Watch);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCode.Denied, "gatectl: because\n")));
    }

    [Test]
    public async Task Call_TokenThatTheGateFindsExpired_IsRepeatedOnceWithANewOne()
    {
        var file = Path.Combine(_gate.Paths.Root, "tokens", "alice.jwt");
        _gate.Service.Answer = _ => _gate.Service.Calls.Count == 1 ? throw Refusal(Code.Unauthenticated, "TOKEN_EXPIRED") : At(State.Queued);
        var run = await _gate.RunAsync("get", "shop", "test", "d1", "--token-file", file, "--token-command", Counting);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(Tokens(), Is.EqualTo(new[] { "token-of-alice", "token-1" }));
    }

    [TestCase("TOKEN_AUDIENCE", 1)]
    [TestCase("TOKEN_EXPIRED", 2)]
    public async Task Call_TokenThatIsRefusedAlways_IsNotRepeatedForEver(string reason, int calls)
    {
        _gate.Service.Answer = _ => throw Refusal(Code.Unauthenticated, reason);
        var run = await _gate.RunAsync("get", "shop", "test", "d1", "--token-command", Counting);
        Assert.That((run.ExitCode, Tokens().Count()), Is.EqualTo((ExitCode.Unauthenticated, calls)));
    }

    [TestCase(20, "token-1")]
    [TestCase(-20, "token-1")]
    [TestCase(300, null)]
    public async Task Call_TokenOfAFile_IsReplacedShortlyBeforeItsEnd(int secondsLeft, string? expected)
    {
        var token = TestToken.EndingIn(secondsLeft);
        var file = Path.Combine(_gate.Paths.Root, "token");
        await File.WriteAllTextAsync(file, token);
        var run = await _gate.RunAsync("get", "shop", "test", "d1", "--token-file", file, "--token-command", Counting);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(Tokens(), Is.EqualTo(new[] { expected ?? token }));
    }

    [TestCase(20, ExitCode.Done)]
    [TestCase(-20, ExitCode.Unauthenticated)]
    public async Task Call_CommandThatFails_EndsItOnceTheTokenAtHandHasEnded(int secondsLeft, int exitCode)
    {
        var file = Path.Combine(_gate.Paths.Root, "token");
        await File.WriteAllTextAsync(file, TestToken.EndingIn(secondsLeft));
        var run = await _gate.RunAsync("get", "shop", "test", "d1", "--token-file", file, "--token-command", "exit 1");
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
    }

    [TestCase("--as", "alice", "--token-command", "echo x")]
    [TestCase("--token-command", " ")]
    public async Task Call_OptionsThatDoNotGoTogether_AreAUsageFailure(params string[] options)
    {
        var run = await _gate.RunAsync(["get", "shop", "test", "d1", .. options]);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("--token-command"));
    }

    private void WatchEndsWith(Code code, string reason) => _gate.Service.Watches.Enqueue(async stream =>
    {
        await stream.WriteAsync(new WatchDeploymentResponse { Deployment = At(State.Fetching) });
        throw Refusal(code, reason);
    });

    private void WatchSucceeds() =>
        _gate.Service.Watches.Enqueue(stream => stream.WriteAsync(new WatchDeploymentResponse { Deployment = At(State.Succeeded) }));

    private IEnumerable<string> Tokens() => _gate.Service.Calls.Select(call => call.Headers.GetValue("authorization")!["Bearer ".Length..]);

    private static RpcException Refusal(Code code, string reason) => new Google.Rpc.Status
    {
        Code = (int)code,
        Message = "because",
        Details = { Any.Pack(new ErrorInfo { Domain = "gatekeeper", Reason = reason }) },
    }.ToRpcException();

    private static Deployment At(State state) =>
        new() { DeploymentId = "d1", Application = "shop", Environment = "test", Version = "1.0.0", State = state };
}
