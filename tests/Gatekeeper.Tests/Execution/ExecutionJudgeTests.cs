using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Execution;
using Gatekeeper.Policy;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Rego.Values;
using Outcome = Deploy.V1.RefuseExecutionRequest.Types.Outcome;
using RecordedCall = Deploy.V1.RecordedCall;

namespace Gatekeeper.Tests.Execution;

[TestFixture]
public sealed class ExecutionJudgeTests
{
    private static readonly DateTimeOffset Now = Installation.AskedAt + TimeSpan.FromHours(3);

    private Installation _here = null!;
    private StandInPolicy _policy = null!;
    private RecordingDecisionLog _log = null!;
    private ExecutionJudge _judge = null!;

    [SetUp]
    public void Create()
    {
        _here = new Installation();
        Obligations = "{}";
        Exceptions = "[]";
        Refused.Clear();
        _policy = new StandInPolicy { Answer = Answer };
        _log = new RecordingDecisionLog();
        var time = new FakeTimeProvider(Now);
        _judge = new ExecutionJudge(_here.Prover, new PolicyDecisionPoint(_policy, new PolicyOptions(), time), _log, time);
    }

    [TearDown]
    public void Dispose() => _here.Dispose();

    /// <value>What a deployment obliges to, as JSON.</value>
    private string Obligations { get; set; } = "";

    private HashSet<string> Refused { get; } = [];

    /// <value>The exceptions that every call makes use of, as JSON.</value>
    private string Exceptions { get; set; } = "[]";

    [Test]
    public async Task Judge_NothingAsked_IsExecutedAndRecordedDurably()
    {
        var asked = _here.Ask();
        var verdict = await JudgeAsync(asked);
        var record = _log.Records.Single();
        Assert.Multiple(() =>
        {
            Assert.That(verdict.IsExecution, Is.True);
            Assert.That(verdict.Decision!.DecisionId, Is.EqualTo(record.Record.Decision!.DecisionId));
            Assert.That(record.Durable, Is.True);
            Assert.That(record.Record.Execution!.ToJson(), Does.Contain(asked.DecisionRequestId).And.Contain("told_by_deployer").And.Contain("request.facts"));
        });
    }

    [Test]
    public async Task Judge_Deployment_IsDecidedForTheSameCallerAndTheMomentOfNow()
    {
        await JudgeAsync(_here.AskWith(_here.Record(Installation.Approve(), "bob", c => c with { IssuedAt = c.IssuedAt + 60, ExpiresAt = c.ExpiresAt + 60 })));
        var input = RegoJson.Parse(Inputs("deploy").Single()["context"].ToJson());
        var request = (RegoObject)Inputs("deploy").Single()["request"];
        Assert.Multiple(() =>
        {
            Assert.That(input.ToJson(), Does.Contain("\"phase\":\"execute\"").And.Contain("2026-01-31T15:00:00").And.Contain("\"channel\":\"rest\"").And.Contain("192.0.2.7"));
            Assert.That(Inputs("deploy").Single()["caller"].ToJson(), Is.EqualTo(Installation.Caller("alice").CallerJson));
            Assert.That(request["version"], Is.EqualTo(RegoString.From("2.1.0")));
            Assert.That(request["digest"].IsDefined, Is.False);
            Assert.That(request["create_time"], Is.EqualTo(RegoString.From("2026-01-31T12:00:00Z")));
            Assert.That(((RegoObject)request["facts"])["digest"], Is.EqualTo(RegoString.From(Installation.Digest)));
            Assert.That(request["approvals"].ToJson(), Does.Contain("person:bob").And.Contain("team:bob"));
            Assert.That(((RegoObject)Inputs("approve").Single()["request"])["create_time"], Is.EqualTo(RegoString.From("2026-01-31T12:01:00Z")));
            Assert.That(Inputs("approve").Single()["context"].ToJson(), Does.Contain("\"phase\":\"execute\""));
        });
    }

    [Test]
    public async Task Judge_UseOfAnException_BelongsToTheCallThatWasLetIn()
    {
        Exceptions = """["break-glass"]""";
        var known = _here.Record(Installation.Create(), change: c => c with { CallerJson = """{"exceptions":["break-glass"]}""" });
        var approval = _here.Record(Installation.Approve(), "bob");
        await JudgeAsync(_here.Ask(known, approval));
        var records = _log.Records.Select(record => record.Record).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(records.Select(record => record.Repeats!.DecisionId), Is.EqualTo(new[] { GrantOf(approval).DecisionId, GrantOf(known).DecisionId }));
            Assert.That(records.Select(record => record.Execution!["call_decision_id"]), Is.EqualTo(records.Select(record => (RegoValue)RegoString.From(record.Repeats!.DecisionId))));
            Assert.That(records.Select(record => record.Execution!["request_decision_id"]), Is.All.EqualTo(RegoString.From(GrantOf(known).DecisionId)));
            Assert.That(records.Select(UseMarks.IsDue), Is.EqualTo(new[] { true, false }), "only the approval's was not used at the door");
        });
    }

    [Test]
    public async Task Judge_RollBack_IsDecidedWithTheVersionAndDigestThatItGoesTo()
    {
        await JudgeAsync(_here.Ask(_here.Record(new RollBackDeploymentRequest { Application = "shop", Environment = "production", Reason = "broken" })));
        var request = (RegoObject)Inputs("rollback").Single()["request"];
        Assert.That((request["version"], request["digest"]), Is.EqualTo(((RegoValue)RegoString.From("2.1.0"), (RegoValue)RegoString.From(Installation.Digest))));
    }

    [Test]
    public async Task Judge_ExplicitRefusal_IsDeniedWithItsReasons()
    {
        Refused.Add("alice");
        var verdict = await JudgeAsync(_here.Ask());
        Assert.That((verdict.Outcome, verdict.Reasons.Single()), Is.EqualTo((Outcome.Denied, "not any more")));
        Assert.That(_log.Records.Single().Record.Decision!.IsAllowed, Is.False);
    }

    [TestCase("""{"allow": "yes"}""")]
    [TestCase("""{}""")]
    [TestCase("""[]""")]
    [TestCase("""{"allow": true, "client": "c", "obligations": {"wait": "1h"}}""")]
    public async Task Judge_NoUsableAnswer_IsUndecided(string answer)
    {
        _policy.Answer = _ => RegoJson.Parse(answer);
        Assert.That((await JudgeAsync(_here.Ask())).Outcome, Is.EqualTo(Outcome.Undecided));
    }

    [Test]
    public async Task Judge_PolicyFails_IsUndecided()
    {
        _policy.Answer = _ => throw new TimeoutException();
        Assert.That((await JudgeAsync(_here.Ask())).Outcome, Is.EqualTo(Outcome.Undecided));
    }

    [Test]
    public async Task Judge_NoRecordPossible_IsUndecided()
    {
        _log.IsWritable = false;
        Assert.That((await JudgeAsync(_here.Ask())).Outcome, Is.EqualTo(Outcome.Undecided));
        Assert.That((await JudgeAsync(_here.Ask(new RecordedCall()))).Outcome, Is.EqualTo(Outcome.Undecided));
    }

    [Test]
    public async Task Judge_RevisionReplacedBetweenTwoDecisions_IsUndecided()
    {
        _policy.Answer = input =>
        {
            _policy.Revision += "+";
            return Answer(input);
        };
        Assert.That((await JudgeAsync(_here.AskWith(_here.Record(Installation.Approve(), "bob")))).Outcome, Is.EqualTo(Outcome.Undecided));
    }

    [Test]
    public async Task Judge_TooLate_IsUndecided()
    {
        var verdict = await _judge.JudgeAsync(_here.AskWith(_here.Record(Installation.Approve(), "bob")), new CancellationToken(canceled: true));
        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Undecided));
    }

    [Test]
    public async Task Judge_ApprovalsMeetTheRules_IsExecutedAndSaysWhichCount()
    {
        Obligations = """{"approvals":{"rules":[{"count":1,"from":["team:bob"]},{"count":1,"from":["team:carol","team:dan"]}]}}""";
        var bob = _here.Record(Installation.Approve(), "bob");
        var verdict = await JudgeAsync(_here.AskWith(bob, _here.Record(Installation.Approve(), "carol")));
        Assert.Multiple(() =>
        {
            Assert.That(verdict.IsExecution, Is.True);
            Assert.That(verdict.Approvals.Select(approval => approval.Persons.Single()), Is.EqualTo(new[] { "person:bob", "person:carol" }));
            Assert.That(verdict.Approvals[0].DecisionId, Is.EqualTo(GrantOf(bob).DecisionId));
            Assert.That(_log.Records.Select(record => record.Record.Decision!.DecisionId), Does.Contain(verdict.Approvals[0].ExecutionDecisionId));
            Assert.That(verdict.Approvals[0].Principals, Is.EqualTo(new[] { "team:bob" }));
            Assert.That(_log.Records.Select(record => record.Durable), Is.EqualTo(new[] { true, true, true }));
        });
    }

    [TestCase("nobody")]
    [TestCase("the requester")]
    [TestCase("the same person twice")]
    [TestCase("one whose right was withdrawn")]
    [TestCase("one with no person behind")]
    [TestCase("another team")]
    [TestCase("too old")]
    public async Task Judge_ApprovalsThatDoNotCount_AreMissing(string who)
    {
        // So old that those that were given with the request just count.
        var oldest = (long)(Now - Installation.AskedAt).TotalSeconds;
        Obligations = $$$"""{"approvals":{"rules":[{"count":2,"from":["all"]}],"expires_after":"{{{oldest}}}s"}}""";
        var bob = _here.Record(Installation.Approve(), "bob");
        RecordedCall[] approvals = who switch
        {
            "nobody" => [],
            "the requester" => [bob, _here.Record(Installation.Approve(), "alice")],
            "the same person twice" => [bob, _here.Record(Installation.Approve(), "bob")],
            "one whose right was withdrawn" => [bob, _here.Record(Installation.Approve(), "carol")],
            "one with no person behind" => [bob, _here.Record(Installation.Approve(), "robot")],
            "another team" => [bob, _here.Record(Installation.Approve(), "stranger")],
            _ => [bob, _here.Record(Installation.Approve(), "dan", c => c with { IssuedAt = c.IssuedAt - 1, ExpiresAt = c.ExpiresAt - 1 })],
        };
        Refused.Add("carol");
        var verdict = await JudgeAsync(_here.AskWith(approvals));
        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.ApprovalsMissing));
        Assert.That(verdict.Decision!.ObligationsJson, Does.Contain("approvals"));
        string[] counting = who switch { "nobody" => [], "another team" => ["person:bob", "person:stranger"], _ => ["person:bob"] };
        Assert.That(verdict.Approvals.Select(approval => approval.Persons.Single()), Is.EqualTo(counting));
    }

    [Test]
    public async Task Judge_ApproverWhoStoodBehindTheRequestThen_DoesNotCount()
    {
        Obligations = """{"approvals":{"rules":[{"count":1,"from":["all"]}]}}""";
        var request = _here.Record(Installation.Create(), change: c => c with { CallerJson = """{"persons":["person:bob"]}""" });
        Assert.That((await JudgeAsync(_here.Ask(request, _here.Record(Installation.Approve(), "bob")))).Outcome, Is.EqualTo(Outcome.ApprovalsMissing));
    }

    [Test]
    public async Task Judge_ApprovalThatCannotBeDecided_LeavesItUndecidedUnlessTheOthersSuffice()
    {
        Obligations = """{"approvals":{"rules":[{"count":1,"from":["all"]}]}}""";
        var broken = _here.Record(Installation.Approve(), "broken");
        Assert.That((await JudgeAsync(_here.AskWith(broken))).Outcome, Is.EqualTo(Outcome.Undecided));
        Assert.That((await JudgeAsync(_here.AskWith(broken, _here.Record(Installation.Approve(), "bob")))).IsExecution, Is.True);
    }

    private static IEnumerable<TestCaseData> Lies()
    {
        yield return Lie("a forged caller document", here => Changed(here.Ask(), asked => asked.Request.CallerDocument = ByteString.CopyFrom(Installation.Caller("kim").Bytes.Span)), "caller document");
        yield return Lie("no cds", here => here.Ask(here.Record(Installation.Create(), change: c => c with { CallerDocumentHash = null })), "names no caller document");
        yield return Lie("a swapped message", here => Changed(here.Ask(), asked => asked.Request.Message = Installation.Create("2.1.1").ToByteString()), "another request");
        yield return Lie("a foreign approval", here => here.AskWith(new Installation().Record(Installation.Approve(), "bob")), "approval 1 does not hold: its grant is signed by no gatekeeper");
        yield return Lie("an approval of another deployment", here => here.AskWith(here.Record(Installation.Approve("d-2"), "bob")), "approval 1 does not approve this deployment");
        yield return Lie("an approval of another review", here => Changed(here.AskWith(here.Record(Installation.Approve(review: "sha256:" + new string('b', 64)), "bob")), asked => asked.Facts.ReviewDigest = "sha256:" + new string('c', 64)), "approval 1 is for another review_digest");
        yield return Lie("an approval elsewhere", here => here.AskWith(here.Record(Installation.Approve(place: "test"), "bob")), "another application or environment");
        yield return Lie("a rejection as an approval", here => here.AskWith(here.Record(new RejectDeploymentRequest { Application = "shop", Environment = "production", DeploymentId = "d-1" }, "bob")), "does not approve");
        yield return Lie("a cancellation as a request", here => here.Ask(here.Record(new CancelDeploymentRequest { Application = "shop", Environment = "production", DeploymentId = "d-1" })), "asks for no deployment");
        yield return Lie("a request for elsewhere", here => here.Ask(here.Record(Installation.Create(place: "test"))), "another application or environment");
        yield return Lie("another version", here => Changed(here.Ask(), asked => asked.Facts.Version = "2.1.1"), "version");
        yield return Lie("another digest", here => here.Ask(here.Record(Installation.Create(digest: "sha256:" + new string('b', 64)))), "digest");
        yield return Lie("no facts", here => Changed(here.Ask(), asked => asked.Facts = null), "no facts");
        yield return Lie("no digest", here => Changed(here.Ask(), asked => asked.Facts.Digest = ""), "no digest");
        yield return Lie("no request", here => Changed(here.Ask(), asked => asked.Request = null), "not there");
        yield return Lie("65 approvals", here => here.AskWith([.. Enumerable.Range(0, 65).Select(_ => here.Record(Installation.Approve(), "bob"))]), "more than 64");
    }

    [TestCaseSource(nameof(Lies))]
    public async Task Judge_WhatDoesNotVerify_IsDeniedAndRecordedAndNotDecided(object lie, string problem)
    {
        var asked = ((Func<Installation, DecisionRequest>)lie)(_here);
        var verdict = await JudgeAsync(asked);
        var record = _log.Records.Single();
        Assert.Multiple(() =>
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Denied));
            Assert.That(verdict.Reasons.Single(), Does.Contain(problem));
            Assert.That(verdict.RecordId, Is.EqualTo(record.Record.Arrival.DecisionId));
            Assert.That(record.Durable, Is.True);
            Assert.That(record.Record.Decision, Is.Null);
            Assert.That(record.Record.Detail, Does.Contain(problem));
            Assert.That(record.Record.Execution!.ToJson(), Does.Contain(asked.DecisionRequestId));
        });
    }

    private static TestCaseData Lie(string name, Func<Installation, DecisionRequest> lie, string problem) => new TestCaseData(lie, problem).SetArgDisplayNames(name);

    private static DecisionRequest Changed(DecisionRequest asked, Action<DecisionRequest> change)
    {
        change(asked);
        return asked;
    }

    private static GrantClaims GrantOf(RecordedCall call) => GrantCodec.TryDecode(call.Grant, out var grant, out _) ? grant.Claims : throw new InvalidOperationException();

    private Task<Verdict> JudgeAsync(DecisionRequest asked) => _judge.JudgeAsync(asked, CancellationToken.None);

    private IEnumerable<RegoObject> Inputs(string action) =>
        _log.Records.Select(record => (RegoObject)record.Record.Decision!.Input).Where(input => input["action"].Equals(RegoString.From(action)));

    // Everybody is a person but the robot, and counts as a team of that name; all but the stranger are among all.
    private RegoValue Answer(RegoValue input)
    {
        var call = (RegoObject)input;
        var subject = ((RegoString)((RegoObject)call["caller"])["subject"]).Value;
        if (subject == "broken")
        {
            return RegoValue.Undefined;
        }

        return Refused.Contains(subject)
            ? RegoJson.Parse("""{"allow":false,"client":"x","reasons":["not any more"]}""")
            : RegoObject.From(
                ("allow", RegoBoolean.True),
                ("client", RegoString.From(subject)),
                ("reasons", RegoArray.Empty),
                ("persons", subject == "robot" ? RegoArray.Empty : RegoArray.From(RegoString.From("person:" + subject))),
                ("principals", subject == "stranger" ? RegoArray.From(RegoString.From("team:stranger")) : RegoArray.From(RegoString.From("team:" + subject), RegoString.From("all"))),
                ("exceptions", RegoJson.Parse(Exceptions)),
                ("obligations", call["action"].Equals(RegoString.From("approve")) ? RegoObject.Empty : RegoJson.Parse(Obligations)));
    }
}
