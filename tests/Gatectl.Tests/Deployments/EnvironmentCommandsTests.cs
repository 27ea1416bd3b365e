using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Gatectl.Tests.Deployments;

/// <summary>The commands about an environment: its status, and the holds of its pushes.</summary>
public class EnvironmentCommandsTests
{
    private static readonly Timestamp Since = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));

    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp() => _gate = await FakeGate.StartAsync();

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [Test]
    public async Task Status_OfAnEnvironment_SetsWhatIsSeenBesideWhatIsRecorded()
    {
        var recorded = new Release { Version = "1.1.0", Digest = "sha256:11", Name = "r2" };
        _gate.Service.Environment = new EnvironmentState
        {
            Application = "shop",
            Environment = "test",
            Recorded = recorded,
            RecordedDeploymentId = "d1",
            Observed =
            {
                new ObservedHost { Host = "web1", Known = true, Release = recorded },
                new ObservedHost { Host = "web2", Known = true, Release = new Release { Version = "1.0.0", Digest = "sha256:00", Name = "r1" } },
                new ObservedHost { Host = "web3", Known = true, Release = new Release { Name = "by-hand" } },
                new ObservedHost { Host = "web4", Known = true },
                new ObservedHost { Host = "web5" },
            },
            Holds =
            {
                new Hold { Application = "shop", Environment = "test", HeldBy = "olga", Reason = "an incident", CreateTime = Since },
                new Hold { Application = "-", Environment = "-", HeldBy = "omar", Reason = "the end of the year", CreateTime = Since },
            },
        };
        var run = await _gate.RunAsync("status", "shop", "test");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(_gate.Service.Calls.Single().Request, Is.EqualTo(new GetEnvironmentRequest { Application = "shop", Environment = "test" }));
            Assert.That(run.Out, Is.EqualTo("""
                application:     shop
                environment:     test
                recorded:        1.1.0 sha256:11
                deployment:      d1
                observed:        web1: 1.1.0 sha256:11
                observed:        web2: 1.0.0 sha256:00 (not what is recorded)
                observed:        web3: release by-hand, of no known version (not what is recorded)
                observed:        web4: nothing (not what is recorded)
                observed:        web5: cannot be seen now
                held:            shop in test, by olga since 2026-12-01T09:00:00Z: an incident
                held:            all applications in all environments, by omar since 2026-12-01T09:00:00Z: the end of the year

                """));
        });
    }

    [Test]
    public async Task Status_OfAnEmptyEnvironment_SaysThatThereIsNothing()
    {
        _gate.Service.Environment = new EnvironmentState { Application = "shop", Environment = "test" };
        var run = await _gate.RunAsync("status", "shop", "test");
        Assert.That(run.Out, Does.Contain("recorded:        nothing has succeeded\n").And.Contain("no host was looked at"));
    }

    [Test]
    public async Task Status_InJson_IsTheAnswer()
    {
        _gate.Service.Environment = new EnvironmentState { RecordedDeploymentId = "d1" };
        var run = await _gate.RunAsync("status", "shop", "test", "-o", "json");
        Assert.That((string)run.Json["recorded_deployment_id"]!, Is.EqualTo("d1"));
    }

    [Test]
    public async Task Hold_OfAllEnvironments_SaysWhatIsHeld()
    {
        _gate.Service.Hold = request => new Hold { Application = request.Application, Environment = request.Environment, Reason = request.Reason, HeldBy = "olga", CreateTime = Since, DecisionId = "0192-1" };
        var run = await _gate.RunAsync("hold", "shop", "-", "--reason", "an incident");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(_gate.Service.Calls.Single().Request, Is.EqualTo(new HoldEnvironmentRequest { Application = "shop", Environment = "-", Reason = "an incident" }));
            Assert.That(run.Out, Is.EqualTo("""
                held:            shop in all environments
                by:              olga
                reason:          an incident
                since:           2026-12-01T09:00:00Z
                decision id:     0192-1

                """));
        });
    }

    [Test]
    public async Task Hold_InJson_IsTheHold()
    {
        var run = await _gate.RunAsync("hold", "-", "-", "-m", "an incident", "-o", "json");
        Assert.That((string)run.Json["reason"]!, Is.EqualTo("an incident"));
    }

    [Test]
    public async Task Release_OfAHold_IsAskedForAndSaid()
    {
        var run = await _gate.RunAsync("release", "-", "production", "--reason", "it is over");
        Assert.Multiple(() =>
        {
            Assert.That(_gate.Service.Calls.Single().Request, Is.EqualTo(new ReleaseHoldRequest { Application = "-", Environment = "production", Reason = "it is over" }));
            Assert.That((run.ExitCode, run.Out), Is.EqualTo((ExitCode.Done, "released: all applications in production\n")), run.Error);
        });
        Assert.That((await _gate.RunAsync("release", "-", "production", "-o", "json")).Json.AsObject(), Is.Empty);
    }

    [Test]
    public async Task Release_OfWhatIsNotHeld_SaysWhereTheHoldsAre()
    {
        _gate.Service.Release = _ => throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "There is no hold with exactly this application and environment."));
        var run = await _gate.RunAsync("release", "shop", "test");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(run.Error, Does.Contain("There is no hold with exactly").And.Contain("'gatectl status"));
    }
}
