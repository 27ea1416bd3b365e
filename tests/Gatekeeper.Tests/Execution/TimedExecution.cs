using System.Globalization;
using Deploy.V1;
using Gatekeeper.Execution;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Outcome = Deploy.V1.RefuseExecutionRequest.Types.Outcome;
using RecordedCall = Deploy.V1.RecordedCall;

namespace Gatekeeper.Tests.Execution;

/// <summary>A deployment that is asked for at one time and executed at another, decided both times by the shipped rules.</summary>
internal sealed class TimedExecution : IDisposable
{
    private readonly Installation _here = new();
    private readonly List<RecordedCall> _approvals = [];

    /// <value>Where it goes.</value>
    public required string Place { get; init; }

    /// <value>Who asks, by the id in the token.</value>
    public string By { get; init; } = "a1";

    public string Reason { get; init; } = "INC-1";

    /// <value>The exception that the request names; empty for none.</value>
    public string Exception { get; init; } = "";

    public DateTimeOffset? NotBefore { get; init; }

    /// <value>When it was asked for.</value>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>A time in UTC, as it stands in a table.</summary>
    public static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Adds bob's approval.</summary>
    public TimedExecution Approved(DateTimeOffset at)
    {
        _approvals.Add(Record(new ApproveDeploymentRequest { Application = Installation.Application, Environment = Place, DeploymentId = Installation.DeploymentId }, "b1", at));
        return this;
    }

    /// <summary>What the policies say at the door when it is asked for.</summary>
    public Decision Ask(IPolicySource policies)
    {
        var call = ProvenDeployment.Prove(Question(), _here.Prover).Request;
        return Point(policies, AskedAt).Decide(call.At(AskedAt, Guid.CreateVersion7().ToString()), call.Caller);
    }

    /// <summary>What comes of it when it is to be executed.</summary>
    public Task<Verdict> ExecuteAsync(IPolicySource policies, DateTimeOffset at) =>
        new ExecutionJudge(_here.Prover, Point(policies, at), new RecordingDecisionLog(), new FakeTimeProvider(at)).JudgeAsync(Question(), CancellationToken.None);

    /// <summary>Requires that a verdict is an explicit refusal that says why.</summary>
    public static void AssertDenied(Verdict verdict, string reason)
    {
        Assert.That((verdict.IsExecution, verdict.Outcome), Is.EqualTo((false, Outcome.Denied)), string.Join('\n', verdict.Reasons));
        Assert.That(verdict.Reasons, Has.Some.Contains(reason));
    }

    /// <summary>Requires that a verdict lets it be executed.</summary>
    public static void AssertExecuted(Verdict verdict) => Assert.That(verdict.IsExecution, Is.True, string.Join('\n', verdict.Reasons));

    public void Dispose() => _here.Dispose();

    // The clock of a test does not say how long an evaluation takes, and the machine may be busy.
    private static PolicyDecisionPoint Point(IPolicySource policies, DateTimeOffset at) =>
        new(policies, new PolicyOptions { EvaluationTimeout = TimeSpan.FromSeconds(5) }, new FakeTimeProvider(at));

    private DecisionRequest Question()
    {
        var request = Installation.Create(place: Place);
        request.Reason = Reason;
        request.Exception = Exception;
        request.NotBefore = NotBefore is { } time ? Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(time) : null;
        var asked = _here.Ask(Record(request, By, AskedAt), [.. _approvals]);
        asked.Environment = Place;
        return asked;
    }

    private RecordedCall Record(IMessage message, string id, DateTimeOffset at) => _here.Record(
        message, change: claims => claims with { IssuedAt = at.ToUnixTimeSeconds(), ExpiresAt = at.ToUnixTimeSeconds() + 15 }, caller: Caller(id));

    private static CallerDocument Caller(string id) => CallerDocument.TryCreate(
        $$$"""{"kind":"person","issuer":"https://login.test","subject":"{{{id}}}","claims":{"aud":"gatekeeper","oid":"{{{id}}}","idtyp":"user"},"groups":[],"groups_complete":true,"authenticated_by":"jwt"}""",
        "rest",
        "192.0.2.7")!;
}
