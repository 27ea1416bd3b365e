using System.Diagnostics;
using Deploy.V1;
using Gatekeeper.Answers;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Grants;
using Gateway.Hosting.Revisions;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Gatekeeper.Tests.Answers;

/// <summary>The gatekeeper asks a deployer on a real socket which policies it uses.</summary>
public sealed class DeployerRevisionTests
{
    private Gate _gate = null!;
    private DeployerRevision _revision = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _gate = await Gate.StartAsync();
        _revision = _gate.Services.GetRequiredService<DeployerRevision>();
    }

    [TearDown]
    public async Task StopAsync() => await _gate.DisposeAsync();

    [Test]
    public async Task AskAsync_ManyAtOnce_AsksOnceUnderAGrantForTheAction()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _revision.AskAsync(CancellationToken.None)));
        var grant = _gate.Deployer.StatusCalls.Single().Grant;

        Assert.Multiple(() =>
        {
            Assert.That(answers.Select(answer => answer.Revision), Is.All.EqualTo(StandInRevisions.Taken));
            Assert.That((grant.Action, grant.Application, grant.Environment, grant.Client), Is.EqualTo(("worker_status", "-", "-", "gatekeeper")));
        });
    }

    [Test]
    public async Task AskAsync_AfterASecond_AsksAgain()
    {
        await _revision.AskAsync(CancellationToken.None);
        await Task.Delay(1100);
        await _revision.AskAsync(CancellationToken.None);

        Assert.That(_gate.Deployer.StatusCalls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task AskAsync_DeployerWithoutOurKey_InstallsOneAndAsksOnceMore()
    {
        await Task.Delay(1100); // what was installed at the start is fresh for so long
        var installed = _gate.Deployer.KeyInstallations;
        _gate.Deployer.AnswerStatus = (_, http) => _gate.Deployer.StatusCalls.Count == 1
            ? StandInDeployer.RefuseAsync(http, StatusCode.Unauthenticated, ErrorReason.GrantInvalid)
            : StandInDeployer.WriteAsync(http, new GetWorkerStatusResponse { Policy = StandInDeployer.Revision });

        Assert.That((await _revision.AskAsync(CancellationToken.None)).Revision, Is.EqualTo(StandInRevisions.Taken));
        Assert.That((_gate.Deployer.KeyInstallations - installed, _gate.Deployer.StatusCalls.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task AskAsync_DeployerThatNeverKnowsTheKey_SaysSoAfterTwoAttempts()
    {
        _gate.Deployer.AnswerStatus = (_, http) => StandInDeployer.RefuseAsync(http, StatusCode.Unauthenticated, ErrorReason.GrantInvalid);

        Assert.That((await _revision.AskAsync(CancellationToken.None)).UnknownBecause, Is.EqualTo("the deployer refused to say it (Unauthenticated)"));
        Assert.That(_gate.Deployer.StatusCalls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task AskAsync_SilentDeployer_SaysSoAfterASecond()
    {
        _gate.Deployer.AnswerStatus = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var clock = Stopwatch.StartNew();
        var answer = await _revision.AskAsync(CancellationToken.None);

        Assert.That(answer.UnknownBecause, Is.EqualTo("the deployer did not answer within a second"));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task AskAsync_DeployerGone_IsUnknownInWordsAndFailsNothing()
    {
        await _gate.Deployer.DisposeAsync();
        using var client = _gate.Client();
        using var response = await client.GetAsync("/v1/policy/status");

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("the deployer is not reachable"));
    }

    [Test]
    public async Task AskAsync_AnswerBeyondAllBounds_IsCut()
    {
        var revision = StandInDeployer.Revision;
        revision.Refused = new RefusedRevision { Time = revision.ActivateTime };
        revision.Refused.Faults.Add(Enumerable.Repeat(new string('x', 5000), 100));
        _gate.Deployer.AnswerStatus = (_, http) => StandInDeployer.WriteAsync(http, new GetWorkerStatusResponse { Policy = revision });
        var faults = (await _revision.AskAsync(CancellationToken.None)).Refused.Faults;

        Assert.That(faults, Has.Count.EqualTo(RevisionMessages.MaxFaults));
        Assert.That(faults.Select(fault => fault.Length), Is.All.EqualTo(RevisionMessages.MaxFaultLength));
    }

    [Test]
    public async Task AskAsync_AnswerThatIsNone_IsUnknown()
    {
        _gate.Deployer.AnswerStatus = (_, http) => StandInDeployer.WriteAsync(
            http, new GetWorkerStatusResponse { Policy = new ProgramRevision { Revision = "sha256:x", ActivateTime = new() { Seconds = long.MaxValue } } });

        Assert.That((await _revision.AskAsync(CancellationToken.None)).UnknownBecause, Is.EqualTo("the deployer does not say which policies it uses"));
    }
}
