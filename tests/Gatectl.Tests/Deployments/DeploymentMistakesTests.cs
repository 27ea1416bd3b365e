using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Gatectl.Tests.Deployments;

/// <summary>What people do wrong most often around an approval, a hold or a rollback, and all that they are told.</summary>
public class DeploymentMistakesTests
{
    /// <summary>What a narrow terminal shows of the first line, which says what is wrong.</summary>
    private const int Columns = 80;

    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp() => _gate = await FakeGate.StartAsync();

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [TestCase("hold shop test", ExitCode.Usage, """
        gatectl: the command line is not understood; see 'gatectl hold --help'.
          - Option '--reason' is required.

        """)]
    [TestCase("withdraw shop test", ExitCode.Usage, """
        gatectl: the command line is not understood; see 'gatectl withdraw --help'.
          - Required argument 'deployment-id' missing for command: 'withdraw'.

        """)]
    [TestCase("deploy shop test 1.0.0 --not-before 2026-12-01T09:00:00", ExitCode.Usage, """
        gatectl: the command line is not understood; see 'gatectl deploy --help'.
          - --not-before takes a time with its offset, such as 2026-12-01T09:00:00+01:00 or …Z; '2026-12-01T09:00:00' is none.

        """)]
    [TestCase("cancel shop test d1 --force", ExitCode.Usage, """
        gatectl: the command line is not understood; see 'gatectl cancel --help'.
          - Unrecognized command or argument '--force'.

        """)]
    [TestCase("approve shop test d1 --review-digest 9c5f", ExitCode.Usage, """
        gatectl: --review-digest is sha256: and 64 hexadecimal digits; '9c5f' is not.

        """)]
    [TestCase("approve shop test d1", ExitCode.Usage, """
        gatectl: nobody can be asked here; name what is approved by --review-digest.
          what to do: look at it with 'gatectl get shop test d1 --output json', which has its review_digest.

        """)]
    public async Task Mistake_OnTheCommandLine_IsTold(string commandLine, int exitCode, string message)
    {
        var run = await _gate.RunAsync(commandLine.Split(' '));
        AssertTold(run, exitCode, message);
        Assert.That(_gate.Service.Calls, Is.Empty);
    }

    [TestCase("approve shop test d1", State.Fetching, """
        gatectl: the deployment d1 is FETCHING: it does not wait for approval.

        """)]
    [TestCase("approve shop test d1", State.PendingApproval, """
        gatectl: not approved: the answer was not yes.

        """)]
    public async Task Mistake_BeforeAnApproval_IsTold(string commandLine, State state, string message)
    {
        _gate.Service.Answer = _ => new Deployment { DeploymentId = "d1", State = state, ReviewDigest = "sha256:00" };
        AssertTold(await _gate.RunInteractiveAsync("what?\n", commandLine.Split(' ')), ExitCode.Failed, message);
    }

    [Test]
    public async Task Mistake_ReleaseOfAWiderHold_IsTold()
    {
        _gate.Service.Release = _ => throw new RpcException(new Status(StatusCode.NotFound, "There is no hold with exactly this application and environment."));
        AssertTold(await _gate.RunAsync("release", "shop", "test"), ExitCode.Failed, """
            gatectl: There is no hold with exactly this application and environment.
              what to do: name what was held as it was held: 'gatectl status APPLICATION ENVIRONMENT' shows the holds that stand there.

            """);
    }

    [Test]
    public async Task Mistake_RollbackWithNothingToGoBackTo_IsTold()
    {
        _gate.Service.Answer = _ => throw new RpcException(new Status(StatusCode.NotFound, "Nothing has succeeded there that could be rolled back to."));
        AssertTold(await _gate.RunAsync("rollback", "shop", "test"), ExitCode.Failed, """
            gatectl: Nothing has succeeded there that could be rolled back to.

            """);
    }

    private static void AssertTold(CommandRun run, int exitCode, string message) => Assert.Multiple(() =>
    {
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((exitCode, message)));
        Assert.That(run.Error.Split('\n')[0], Has.Length.LessThanOrEqualTo(Columns));
    });
}
