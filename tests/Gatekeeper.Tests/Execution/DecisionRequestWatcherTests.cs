using System.Security.Cryptography;
using Deploy.V1;
using Gatekeeper.Execution;
using Gatekeeper.Grants;
using Gatekeeper.Policy;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Grants;
using Gateway.Contract.Hashing;
using Gateway.Contract.Validation;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rego.Options;
using Rego.Values;
using Outcome = Deploy.V1.RefuseExecutionRequest.Types.Outcome;

namespace Gatekeeper.Tests.Execution;

/// <summary>The loop from the deployer's question to its answer, before a deployer in the same process.</summary>
[TestFixture]
public sealed class DecisionRequestWatcherTests
{
    private static readonly RegoValue Allowed = RegoJson.Parse("""{"allow":true,"client":"alice","reasons":[],"persons":["person:alice"]}""");

    private Installation _here = null!;
    private FakeWorker _worker = null!;
    private Policies _policy = null!;
    private RecordingDecisionLog _log = null!;
    private FakeTimeProvider _time = null!;
    private DecisionRequestWatcher _watcher = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _here = new Installation();
        _worker = new FakeWorker();
        _policy = new Policies();
        _log = new RecordingDecisionLog();
        _time = new FakeTimeProvider(Installation.AskedAt);
        var client = new WorkerService.WorkerServiceClient(_worker);
        var grants = new ExecutionGrants(_here.Signer, _here.Identity, new GrantsOptions(), TimeProvider.System);
        var judge = new ExecutionJudge(_here.Prover, new PolicyDecisionPoint(_policy, new PolicyOptions(), TimeProvider.System), _log, TimeProvider.System);
        var answers = new ExecutionAnswers(client, grants, TimeProvider.System, NullLogger<ExecutionAnswers>.Instance);
        var queue = new DecisionRequestQueue(judge, answers, _policy, _time, NullLogger<DecisionRequestQueue>.Instance);
        _watcher = new DecisionRequestWatcher(client, grants, queue, TimeProvider.System, NullLogger<DecisionRequestWatcher>.Instance);
        await _watcher.StartAsync(CancellationToken.None);
        await UntilAsync(() => !_worker.Watches.IsEmpty);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _watcher.StopAsync(CancellationToken.None);
        _watcher.Dispose();
        _here.Dispose();
    }

    [Test]
    public void Watch_Always_CarriesASignedGrantOfTheGatekeepersOwn()
    {
        var grant = Decode(_worker.Watches.First());
        Assert.Multiple(() =>
        {
            Assert.That(grant.Algorithm, Is.EqualTo(GrantAlgorithm.Es256));
            Assert.That((grant.Claims.Action, grant.Claims.Application, grant.Claims.Environment), Is.EqualTo(("watch_decision_requests", "-", "-")));
            Assert.That(grant.Claims.RequestHash, Is.EqualTo(Sha256Digest.ComputeHexadecimal([])));
            Assert.That(grant.Claims.CallerDocumentHash, Is.Null);
        });
    }

    [Test]
    public async Task Ask_Allowed_IsAnsweredUnderTheDecisionThatIsOnRecord()
    {
        var asked = _here.Ask();
        asked.Facts.ReviewDigest = "sha256:" + new string('c', 64);
        _worker.Ask(asked);
        (var answer, var compact) = await AnswerAsync();
        var grant = Decode(compact);
        var decision = _log.Records.Single().Record.Decision!;
        Assert.Multiple(() =>
        {
            Assert.That(answer, Is.EqualTo(new ExecuteDeploymentRequest
            {
                Application = "shop",
                Environment = "production",
                DeploymentId = "d-1",
                DecisionRequestId = asked.DecisionRequestId,
                Digest = Installation.Digest,
                ReviewDigest = asked.Facts.ReviewDigest,
            }));
            Assert.That(RequestValidator.Validate(answer), Is.Empty);
            Assert.That(_here.Key.VerifyData(grant.SigningInput.Span, grant.Signature.Span, HashAlgorithmName.SHA256), Is.True);
            Assert.That((grant.Claims.Action, grant.Claims.Application, grant.Claims.Environment), Is.EqualTo(("execute", "shop", "production")));
            Assert.That(grant.Claims.RequestHash, Is.EqualTo(Sha256Digest.ComputeHexadecimal(answer.ToByteArray())));
            Assert.That((grant.Claims.DecisionId, grant.Claims.PolicyRevision, grant.Claims.Client), Is.EqualTo((decision.DecisionId, "sha256:test", "alice")));
            Assert.That(grant.Claims.CallerJson, Does.Contain("person:alice"));
            Assert.That(grant.Claims.CallerDocumentHash, Is.Null);
        });
    }

    [Test]
    public async Task Ask_Refused_IsAnsweredWithReasonsOfOneLine()
    {
        _policy.Answer = _ => RegoJson.Parse($$"""{"allow":false,"client":"alice","reasons":["a freeze\nstands","{{new string('é', 600)}}"]}""");
        _worker.Ask(_here.Ask());
        (var answer, var compact) = await AnswerAsync();
        var refusal = (RefuseExecutionRequest)answer;
        Assert.That((refusal.Outcome, refusal.Reasons[0]), Is.EqualTo((Outcome.Denied, "a freeze stands")));
        Assert.That(RequestValidator.Validate(answer), Is.Empty);
        Assert.That(Decode(compact).Claims.Action, Is.EqualTo("refuse_execution"));
        Assert.That(Decode(compact).Claims.DecisionId, Is.EqualTo(_log.Records.Single().Record.Decision!.DecisionId));
    }

    [Test]
    public async Task Ask_ApprovalsMissing_IsAnsweredWithWhatIsAskedFor()
    {
        _policy.Answer = _ => RegoJson.Parse("""{"allow":true,"client":"alice","reasons":[],"persons":["person:alice"],"obligations":{"approvals":{"rules":[{"count":1,"from":["owner"]}]}}}""");
        _worker.Ask(_here.Ask());
        (var answer, var compact) = await AnswerAsync();
        Assert.That(((RefuseExecutionRequest)answer).Outcome, Is.EqualTo(Outcome.ApprovalsMissing));
        Assert.That(Decode(compact).Claims.ObligationsJson, Is.EqualTo("""{"approvals":{"rules":[{"count":1,"from":["owner"]}]}}"""));
    }

    [Test]
    public async Task Ask_WhatDoesNotVerify_IsAnsweredWithoutAPolicyRevision()
    {
        var asked = _here.Ask();
        asked.Request.CallerDocument = ByteString.Empty;
        _worker.Ask(asked);
        (var answer, var compact) = await AnswerAsync();
        Assert.That(((RefuseExecutionRequest)answer).Outcome, Is.EqualTo(Outcome.Denied));
        Assert.That(RequestValidator.Validate(answer), Is.Empty);
        Assert.That(Decode(compact).Claims.PolicyRevision, Is.EqualTo(GrantFormat.NoRevision));
        Assert.That(Decode(compact).Claims.DecisionId, Is.EqualTo(_log.Records.Single().Record.Arrival.DecisionId));
    }

    [Test]
    public async Task Ask_InAFormThatCannotBeAnswered_IsPassedOver()
    {
        var wrong = _here.Ask();
        wrong.DecisionRequestId = "1";
        var right = _here.Ask();
        _worker.Ask(wrong);
        _worker.Ask(right);
        Assert.That(((ExecuteDeploymentRequest)(await AnswerAsync()).Answer).DecisionRequestId, Is.EqualTo(right.DecisionRequestId));
    }

    [Test]
    public async Task Ask_AnswerIsNotTaken_TheNextIsAnsweredAllTheSame()
    {
        _worker.AnswerFailure = new RpcException(new Status(StatusCode.FailedPrecondition, "too late"));
        _worker.Ask(_here.Ask());
        await AnswerAsync();
        _worker.AnswerFailure = null;
        _worker.Ask(_here.Ask());
        await UntilAsync(() => _worker.Answers.Count == 2);
    }

    [Test]
    public async Task Stream_Ends_IsOpenedAgainUnderAnotherGrant()
    {
        _worker.End();
        await UntilAsync(() => _worker.Watches.Count == 2);
        _worker.End(new RpcException(new Status(StatusCode.Unavailable, "gone")));
        await UntilAsync(() => _worker.Watches.Count == 3);
        Assert.That(_worker.Watches.Select(grant => Decode(grant).Claims.Id), Is.Unique);
        _worker.Ask(_here.Ask());
        await AnswerAsync();
    }

    [Test]
    public async Task Stream_DeployerThatDoesNotAskYet_IsTriedUntilItDoes()
    {
        _worker.Failure = new RpcException(new Status(StatusCode.Unimplemented, "not yet"));
        _worker.End();
        await UntilAsync(() => _worker.Watches.Count >= 3);
        _worker.Failure = null;
        var before = _worker.Watches.Count;
        await UntilAsync(() => _worker.Watches.Count > before);
        _worker.Ask(_here.Ask());
        await AnswerAsync();
    }

    [Test]
    public async Task Ask_ManyAtOnce_AllAreAnsweredAFewAtATime()
    {
        var running = 0;
        var most = 0;
        _policy.Answer = _ =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            Thread.Sleep(2);
            Interlocked.Decrement(ref running);
            return Allowed;
        };
        var asked = Enumerable.Range(0, 100).Select(_ => _here.Ask()).ToList();
        asked.ForEach(_worker.Ask);
        await UntilAsync(() => _worker.Answers.Count == asked.Count);
        Assert.That(_worker.Answers.Select(answer => ((ExecuteDeploymentRequest)answer.Answer).DecisionRequestId), Is.EquivalentTo(asked.Select(request => request.DecisionRequestId)));
        Assert.That(most, Is.InRange(1, 4));
    }

    [Test]
    public async Task Ask_OfADeployerWithNewerPolicies_WaitsForThem()
    {
        var asked = _here.Ask();
        (asked.PolicyRevision, asked.PolicySerial) = ("sha256:newer", 8);
        _policy.Serial = 7;
        _worker.Ask(asked);
        _policy.Revision = "sha256:newer";
        _policy.Serial = 8;
        await UntilAsync(() => !_worker.Answers.IsEmpty);
        Assert.That(_worker.Answers.Single().Answer, Is.InstanceOf<ExecuteDeploymentRequest>());
    }

    [Test]
    public async Task Ask_OfADeployerWithNewerPoliciesThatDoNotCome_IsUndecided()
    {
        var asked = _here.Ask();
        (asked.PolicyRevision, asked.PolicySerial) = ("sha256:newer", 8);
        _policy.Serial = 7;
        _worker.Ask(asked);
        await UntilAsync(() => !_worker.Answers.IsEmpty);
        Assert.That(((RefuseExecutionRequest)_worker.Answers.Single().Answer).Outcome, Is.EqualTo(Outcome.Undecided));
        Assert.That(_log.Records, Is.Empty);
    }

    [TestCase(8, 7)]
    [TestCase(8, 8)]
    [TestCase(null, 0)]
    [TestCase(8, 0)]
    public async Task Ask_OfADeployerWithoutNewerPolicies_IsDecidedAtOnce(long? here, long there)
    {
        var asked = _here.Ask();
        (asked.PolicyRevision, asked.PolicySerial) = ("sha256:other", there);
        _policy.Serial = here;
        _worker.Ask(asked);
        Assert.That((await AnswerAsync()).Answer, Is.InstanceOf<ExecuteDeploymentRequest>());
    }

    private static DecodedGrant Decode(string compact) => GrantCodec.TryDecode(compact, out var grant, out var error) ? grant : throw new InvalidOperationException($"{error}");

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    private async Task<(IMessage Answer, string Grant)> AnswerAsync()
    {
        for (var i = 0; _worker.Answers.IsEmpty; i++)
        {
            Assert.That(i, Is.LessThan(3000), "no answer came");
            await Task.Delay(10);
        }

        return _worker.Answers.First();
    }

    // The clock of the queue goes on meanwhile.
    private async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; !holds(); i++)
        {
            Assert.That(i, Is.LessThan(3000), "it did not come to that");
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(10);
        }
    }

    private sealed class Policies : IPolicySource
    {
        private volatile Func<RegoValue, RegoValue> _answer = _ => Allowed;
        private long _serial = -1;

        public string Revision { get; set; } = "sha256:test";

        public long? Serial
        {
            get => Volatile.Read(ref _serial) is var serial && serial < 0 ? null : serial;
            set => Volatile.Write(ref _serial, value ?? -1);
        }

        public Func<RegoValue, RegoValue> Answer
        {
            set => _answer = value;
        }

        public PolicySnapshot Current => new(Revision, (RegoValue input, EvaluationOptions _) => _answer(input), DateTimeOffset.UnixEpoch.AddYears(50), Serial);
    }
}
