using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Gatectl.Tests.Policies.Revisions;

public class PolicyStatusCommandTests
{
    private static readonly string Used = "sha256:" + new string('1', 64);
    private static readonly string Refused = "sha256:" + new string('2', 64);
    private static readonly Timestamp Time = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).ToTimestamp();

    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp()
    {
        _gate = await FakeGate.StartAsync();
        _gate.Policies.Status = () => new PolicyStatus
        {
            Gatekeeper = new() { Revision = Used, ActivateTime = Time, Serial = 12, Refused = new() { Revision = Refused, Time = Time, Faults = { "a.rego:1:1: no\u001b[2J" } } },
            Deployer = new() { UnknownBecause = "the deployer is not reachable" },
        };
    }

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [Test]
    public async Task Status_Text_IsATableWithTheRefusalsBelow()
    {
        var run = await _gate.RunAsync("policy", "status", "--as", "alice");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(run.Out, Is.EqualTo(
                $$"""
                PROGRAM     REVISION             SINCE                 SERIAL
                gatekeeper  sha256:111111111111  2026-01-31T12:00:00Z  12
                deployer    unknown

                the gatekeeper refused sha256:222222222222 at 2026-01-31T12:00:00Z:
                  - a.rego:1:1: no\u{1b}[2J

                the deployer's is unknown: the deployer is not reachable.

                in whole, for 'gatectl policy show':
                {{Used}}
                {{Refused}}

                """));
            Assert.That(run.Out.Split('\n').Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
            Assert.That(_gate.Policies.Calls.Single().Headers.GetValue("authorization"), Is.EqualTo("Bearer token-of-alice"));
        });
    }

    [Test]
    public async Task Status_Json_IsTheAnswer()
    {
        var run = await _gate.RunAsync("policy", "status", "--output", "json");
        Assert.Multiple(() =>
        {
            Assert.That((string)run.Json["gatekeeper"]!["revision"]!, Is.EqualTo(Used));
            Assert.That((string)run.Json["gatekeeper"]!["refused"]!["faults"]![0]!, Does.StartWith("a.rego"));
            Assert.That((string)run.Json["deployer"]!["unknown_because"]!, Is.EqualTo("the deployer is not reachable"));
        });
    }

    [TestCase(StatusCode.PermissionDenied, ExitCode.Denied)]
    [TestCase(StatusCode.Unauthenticated, ExitCode.Unauthenticated)]
    [TestCase(StatusCode.Unavailable, ExitCode.Unavailable)]
    public async Task Status_Refused_EndsWithTheExitCodeOfTheGateCommands(StatusCode code, int exitCode)
    {
        _gate.Policies.Status = () => throw new RpcException(new Status(code, "no"));
        Assert.That((await _gate.RunAsync("policy", "status")).ExitCode, Is.EqualTo(exitCode));
    }

    [TestCase("policy", "status", "more")]
    [TestCase("policy", "status", "--format", "json")]
    [TestCase("policy", "show")]
    [TestCase("policy", "show", "a", "b", "c")]
    public async Task CommandLine_Wrong_IsToldAsByTheGateCommands(params string[] arguments)
    {
        var run = await _gate.RunAsync([.. arguments, "--output", "json"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That((int)run.Json["error"]!["exit_code"]!, Is.EqualTo(ExitCode.Usage));
        });
    }
}
