using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using StatusCode = Grpc.Core.StatusCode;

namespace Gatectl.Tests.Gates;

public class GateErrorsTests
{
    [TestCase(StatusCode.PermissionDenied, ExitCode.Denied)]
    [TestCase(StatusCode.Unauthenticated, ExitCode.Unauthenticated)]
    [TestCase(StatusCode.Unavailable, ExitCode.Unavailable)]
    [TestCase(StatusCode.DeadlineExceeded, ExitCode.Unavailable)]
    [TestCase(StatusCode.ResourceExhausted, ExitCode.Unavailable)]
    [TestCase(StatusCode.InvalidArgument, ExitCode.Usage)]
    [TestCase(StatusCode.NotFound, ExitCode.Failed)]
    [TestCase(StatusCode.AlreadyExists, ExitCode.Failed)]
    [TestCase(StatusCode.Internal, ExitCode.Failed)]
    public async Task Failure_OfEachStatus_EndsInItsExitCode(StatusCode status, int exitCode)
    {
        await using var gate = await FakeGate.StartAsync();
        gate.Service.Answer = _ => throw new RpcException(new Grpc.Core.Status(status, "because"));
        var run = await gate.RunAsync("get", "shop", "test", "d1");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(exitCode));
            Assert.That(run.Error, Is.EqualTo("gatectl: because\n"));
        });
    }

    [Test]
    public async Task Failure_WithFieldViolations_ShowsThemEscaped()
    {
        await using var gate = await FakeGate.StartAsync();
        gate.Service.Answer = _ => throw WithDecisionId("0192-1", new Google.Rpc.Status
        {
            Code = (int)Code.InvalidArgument,
            Message = "the request is not valid",
            Details =
            {
                Any.Pack(new ErrorInfo { Domain = "gatekeeper", Reason = "INVALID_REQUEST" }),
                Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "version", Description = "no \u001b[2J" } } }),
            },
        });
        var text = await gate.RunAsync("get", "shop", "test", "d1");
        var json = await gate.RunAsync("get", "shop", "test", "d1", "--output", "json");
        Assert.Multiple(() =>
        {
            Assert.That(text.Error, Does.Contain("  - version: no \\u{1b}[2J").And.Contain("decision id: 0192-1"));
            Assert.That((string)json.Json["error"]!["reason"]!, Is.EqualTo("INVALID_REQUEST"));
            Assert.That((string)json.Json["error"]!["decision_id"]!, Is.EqualTo("0192-1"));
            Assert.That(json.Out, Does.Not.Contain("\u001b"));
        });
    }

    [Test]
    public async Task Failure_WithPolicyReasons_ShowsThemOnce()
    {
        await using var gate = await FakeGate.StartAsync();
        gate.Service.Answer = _ => throw WithDecisionId("0192-1", new Google.Rpc.Status
        {
            Code = (int)Code.PermissionDenied,
            Message = "denied by policy: first; second",
            Details =
            {
                Any.Pack(new PreconditionFailure
                {
                    Violations =
                    {
                        new PreconditionFailure.Types.Violation { Type = "POLICY", Description = "first" },
                        new PreconditionFailure.Types.Violation { Type = "POLICY", Description = "second" },
                    },
                }),
            },
        });
        var run = await gate.RunAsync("get", "shop", "test", "d1");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Denied));
            Assert.That(run.Error, Is.EqualTo("gatectl: denied by policy\n  - first\n  - second\n  decision id: 0192-1\n"));
        });
    }

    /// <summary>The reasons of a caller that is not known, or not now: their messages name no value, so each has its advice.</summary>
    private static IEnumerable<string> ReasonsOfTokens() =>
        ReasonNames().Where(name => name.StartsWith("TOKEN_", StringComparison.Ordinal)).Concat(["MISSING_CREDENTIALS", "IDENTITY_UNAVAILABLE", "REQUEST_TIMEOUT"]);

    [TestCaseSource(nameof(ReasonsOfTokens))]
    public async Task Failure_WithAReasonOfAToken_SaysWhatToDo(string reason)
    {
        await using var gate = await FakeGate.StartAsync();
        gate.Service.Answer = _ => throw WithReason(Code.Unauthenticated, reason);
        var text = await gate.RunAsync("get", "shop", "test", "d1");
        var json = await gate.RunAsync("get", "shop", "test", "d1", "--output", "json");
        Assert.Multiple(() =>
        {
            Assert.That(text.ExitCode, Is.EqualTo(ExitCode.Unauthenticated));
            Assert.That(text.Error, Does.Match("^gatectl: because\n  what to do: [a-z][^\n]*\\.\n$"));
            Assert.That((string)json.Json["error"]!["reason"]!, Is.EqualTo(reason));
            Assert.That(text.Error, Does.Contain((string)json.Json["error"]!["advice"]!));
        });
    }

    [Test]
    public async Task Failure_WithAReasonThatNeedsNoAdvice_HasNone()
    {
        await using var gate = await FakeGate.StartAsync();
        gate.Service.Answer = _ => throw WithReason(Code.PermissionDenied, "POLICY_DENIED");
        var run = await gate.RunAsync("get", "shop", "test", "d1");
        Assert.That(run.Error, Is.EqualTo("gatectl: because\n"));
    }

    private static IEnumerable<string> ReasonNames() =>
        ErrorsReflection.Descriptor.EnumTypes.Single(type => type.ClrType == typeof(ErrorReason)).Values.Select(value => value.Name);

    private static RpcException WithReason(Code code, string reason) => new Google.Rpc.Status
    {
        Code = (int)code,
        Message = "because",
        Details = { Any.Pack(new ErrorInfo { Domain = "gatekeeper", Reason = reason }) },
    }.ToRpcException();

    private static RpcException WithDecisionId(string decisionId, Google.Rpc.Status status)
    {
        var exception = status.ToRpcException();
        exception.Trailers.Add("decision-id", decisionId);
        return exception;
    }
}
