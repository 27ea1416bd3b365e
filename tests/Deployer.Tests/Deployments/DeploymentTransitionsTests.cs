using System.Text.Json;
using Deployer.Deployments;
using Deployer.Facts;
using Gateway.Contract.Approvals;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments;

[TestFixture]
internal sealed class DeploymentTransitionsTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    // Every way to reach a situation that matters, as the facts that lead there.
    private static readonly Dictionary<string, DeploymentFact[]> Situations = new()
    {
        ["pending"] = [Accepted(approvals: 2)],
        ["approved once"] = [Accepted(approvals: 2), Approval("bob")],
        ["queued"] = [Accepted()],
        ["fetching"] = [Accepted(), Attempt(1)],
        ["verifying"] = [Accepted(), Attempt(1), Fetched()],
        ["verified"] = [Accepted(), Attempt(1), Fetched(), Verified()],
        ["pushing"] = [Accepted(), Attempt(1), Fetched(), Verified(), Push()],
        ["checking"] = [Accepted(), Attempt(1), Fetched(), Verified(), Push(), new ReleaseSwitched()],
        ["rolling back"] = [Accepted(), Attempt(1), Fetched(), Verified(), Push(), new ReleaseSwitched(), new RollbackStarted { Error = "sick" }],
        ["rolling back again"] = [Accepted(), Attempt(1), Fetched(), Verified(), Push(), new RollbackStarted { Error = "sick" }, new RollbackTried { Try = 1, Error = "busy" }],
        ["rolled back"] = [Accepted(), Attempt(1), Fetched(), Verified(), Push(), new RollbackStarted { Error = "sick" }, new RollbackFinished()],
        ["succeeded"] = [Accepted(), Attempt(1), Fetched(), Verified(), Push(), new ReleaseSwitched(), new DeploymentSucceeded()],
        ["failed"] = [Accepted(), Attempt(1), new DeploymentFailed { Error = "gone" }],
        ["cancelled"] = [Accepted(), Cancelled()],
        ["rejected"] = [Accepted(approvals: 1), Rejected()],
    };

    private static readonly Dictionary<string, DeploymentFact> Events = new()
    {
        ["approve"] = Approval("carol"),
        ["reject"] = Rejected(),
        ["cancel"] = Cancelled(),
        ["attempt"] = Attempt(1),
        ["attempt 2"] = Attempt(2),
        ["fetched"] = Fetched(),
        ["verified"] = Verified(),
        ["credential"] = new CredentialReleased { Name = "key", PolicyRevision = "r" },
        ["push"] = Push(),
        ["switched"] = new ReleaseSwitched(),
        ["succeeded"] = new DeploymentSucceeded(),
        ["rollback"] = new RollbackStarted { Error = "sick" },
        ["tried"] = new RollbackTried { Try = 1, Error = "busy" },
        ["tried 2"] = new RollbackTried { Try = 2, Error = "busy" },
        ["rolled back"] = new RollbackFinished(),
        ["failed"] = new DeploymentFailed { Error = "gone" },
    };

    // The whole table: what is not here is refused.
    private static readonly Dictionary<(string, string), State> Allowed = new()
    {
        [("pending", "approve")] = State.PendingApproval,
        [("pending", "reject")] = State.Rejected,
        [("pending", "cancel")] = State.Cancelled,
        [("approved once", "approve")] = State.Queued,
        [("approved once", "reject")] = State.Rejected,
        [("approved once", "cancel")] = State.Cancelled,
        [("queued", "cancel")] = State.Cancelled,
        [("queued", "attempt")] = State.Fetching,
        [("queued", "failed")] = State.Failed,
        [("fetching", "cancel")] = State.Cancelled,
        [("fetching", "attempt 2")] = State.Fetching,
        [("fetching", "fetched")] = State.Verifying,
        [("fetching", "failed")] = State.Failed,
        [("verifying", "cancel")] = State.Cancelled,
        [("verifying", "attempt 2")] = State.Verifying,
        [("verifying", "verified")] = State.Verifying,
        [("verifying", "failed")] = State.Failed,
        [("verified", "cancel")] = State.Cancelled,
        [("verified", "attempt 2")] = State.Verifying,
        [("verified", "credential")] = State.Verifying,
        [("verified", "push")] = State.Pushing,
        [("verified", "failed")] = State.Failed,
        [("pushing", "attempt 2")] = State.Pushing,
        [("pushing", "credential")] = State.Pushing,
        [("pushing", "switched")] = State.Checking,
        [("pushing", "rollback")] = State.Pushing,
        [("pushing", "failed")] = State.Failed,
        [("checking", "attempt 2")] = State.Checking,
        [("checking", "succeeded")] = State.Succeeded,
        [("checking", "rollback")] = State.Checking,
        [("checking", "failed")] = State.Failed,
        [("rolling back", "attempt 2")] = State.Checking,
        [("rolling back", "credential")] = State.Checking,
        [("rolling back", "tried")] = State.Checking,
        [("rolling back", "rolled back")] = State.RolledBack,
        [("rolling back", "failed")] = State.Failed,
        [("rolling back again", "attempt 2")] = State.Pushing,
        [("rolling back again", "credential")] = State.Pushing,
        [("rolling back again", "tried 2")] = State.Pushing,
        [("rolling back again", "rolled back")] = State.RolledBack,
        [("rolling back again", "failed")] = State.Failed,
    };

    private static IEnumerable<TestCaseData> Table =>
        from situation in Situations.Keys
        from happens in Events.Keys
        select new TestCaseData(situation, happens).SetName($"Apply_{happens}_When_{situation}");

    [TestCaseSource(nameof(Table))]
    public void Apply_Fact_FollowsTheTable(string situation, string happens)
    {
        var history = History(Situations[situation]);

        var transition = DeploymentTransitions.Apply(history.Snapshot, new(history.Snapshot.Facts + 1, Time, Events[happens]));

        State? expected = Allowed.TryGetValue((situation, happens), out var state) ? state : null;
        Assert.That(transition.Snapshot?.State, Is.EqualTo(expected));
        Assert.That(transition.Refusal, Is.EqualTo(expected is null ? TransitionRefusal.WrongState : TransitionRefusal.None));
    }

    [Test]
    public void Apply_OrdinalWithGap_IsRefused()
    {
        var history = History(Accepted());
        Assert.That(history.TryAppend(new(3, Time, Attempt(1)), out var refusal), Is.Null);
        Assert.That(refusal, Is.EqualTo(TransitionRefusal.WrongState));
    }

    [Test]
    public void Apply_ApprovalByRequesterUnderOtherClientName_IsRefused()
    {
        var history = History(Accepted(approvals: 1));
        var approval = new ApprovalGiven { Authorization = By("other-name", subject: "ci") };
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, new(2, Time, approval)).Refusal, Is.EqualTo(TransitionRefusal.OwnApproval));
    }

    [Test]
    public void Apply_ApprovalByRequestersClient_IsRefused()
    {
        var history = History(Accepted(approvals: 1));
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, new(2, Time, Approval("ci"))).Refusal, Is.EqualTo(TransitionRefusal.OwnApproval));
    }

    [Test]
    public void Apply_SameApproverTwice_IsCountedOnce()
    {
        var history = History(Situations["approved once"]);
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, new(3, Time, Approval("bob"))).Refusal, Is.EqualTo(TransitionRefusal.AlreadyApproved));
    }

    [Test]
    public void Apply_ApprovalByAPersonBehindTheRequest_IsRefused()
    {
        var history = History(Accepted(approvals: 1) with { Authorization = By("code:shop/ci", persons: ["person:dave", "person:alice"]) });
        var approval = new ApprovalGiven { Authorization = By("alice", persons: ["person:alice"]) };
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, new(2, Time, approval)).Refusal, Is.EqualTo(TransitionRefusal.OwnApproval));
    }

    [Test]
    public void Apply_OnePersonUnderTwoIdentities_IsCountedOnce()
    {
        var history = History(Accepted(approvals: 2), new ApprovalGiven { Authorization = By("one", persons: ["person:alice"]) });
        var approval = new ApprovalGiven { Authorization = By("two", persons: ["person:alice"]) };
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, new(3, Time, approval)).Refusal, Is.EqualTo(TransitionRefusal.AlreadyApproved));
    }

    [Test]
    public void Apply_TwoRules_AreMetByTwoPersonsWhateverTheOrder()
    {
        var accepted = Accepted() with
        {
            ApprovalsNeeded = 2,
            ApprovalRules = [new ApprovalRule(1, ["owner", "team:security"]), new ApprovalRule(1, ["owner"])],
        };
        var owner = new ApprovalGiven { Authorization = By("alice", persons: ["person:alice"], principals: ["owner"]) };
        var security = new ApprovalGiven { Authorization = By("bob", persons: ["person:bob"], principals: ["team:security"]) };
        Assert.Multiple(() =>
        {
            Assert.That(History(accepted, owner).Snapshot.State, Is.EqualTo(State.PendingApproval));
            Assert.That(History(accepted, owner, security).Snapshot.State, Is.EqualTo(State.Queued));
            Assert.That(History(accepted, security, owner).Snapshot.State, Is.EqualTo(State.Queued));
            Assert.That(History(accepted, security, new ApprovalGiven { Authorization = By("eve", persons: ["person:eve"], principals: ["team:security"]) }).Snapshot.State, Is.EqualTo(State.PendingApproval));
        });
    }

    [TestCase(3600, TransitionRefusal.None)]
    [TestCase(3601, TransitionRefusal.WrongState)]
    public void Apply_ApprovalAfterItsTime_IsRefused(int seconds, TransitionRefusal expected)
    {
        var history = History(Accepted(approvals: 1) with { ApprovalsExpireAfter = TimeSpan.FromHours(1) });
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, new(2, Time.AddSeconds(seconds), Approval("bob"))).Refusal, Is.EqualTo(expected));
    }

    [Test]
    public void Apply_JournalFromBeforeThereWereRules_CannotBeApproved()
    {
        const string Authorization = """{"client":"ci","decision_id":"d","policy_revision":"r","caller":{},"grant":"g"}""";
        var read = (DeploymentAccepted)FactJson.Read($$"""
            {"fact":"accepted","application":"shop","environment":"test","version":"1.0.0","digest":"","request_id":"","reason":"","annotations":{},
             "rollback_of":"","authorization":{{Authorization}},"approvals_needed":1,"approver_groups":["release"]}
            """);
        Assert.That(History(read, Approval("bob")).Snapshot.State, Is.EqualTo(State.PendingApproval));
        Assert.That(read.Fingerprint(), Is.EqualTo((read with { Exception = "", ApprovalRules = [] }).Fingerprint()));
    }

    [TestCase("", State.Failed)]
    [TestCase("1.0.0-000000000000", State.Failed, Description = "The same release was current before: there is nothing it returned to.")]
    [TestCase("0.9.0-111111111111", State.RolledBack)]
    public void Apply_RollbackFinished_EndsByWhatWasThereBefore(string previous, State expected)
    {
        var history = History(
            Accepted(), Attempt(1), Fetched(), Verified(), Push(previous), new ReleaseSwitched(), new RollbackStarted { Error = "sick" }, new RollbackFinished());
        Assert.That(history.Snapshot.State, Is.EqualTo(expected));
        Assert.That(history.Snapshot.Error, Is.EqualTo("sick"));
    }

    [Test]
    public void Replay_JournalFromBeforeTriesWereCounted_CountsFromNone()
    {
        var history = History(Situations["rolling back"]);
        Assert.That(history.Snapshot.RollbackTries, Is.Zero);
        Assert.That(History(Situations["rolling back again"]).Snapshot.RollbackTries, Is.EqualTo(1));
    }

    [Test]
    public void Read_CredentialFromBeforeThereWasAChoiceOfSources_NamesNone()
    {
        var read = (CredentialReleased)FactJson.Read("""{"fact":"credential_released","name":"shop-test","policy_revision":"r"}""");
        Assert.That((read.Name, read.Source), Is.EqualTo(("shop-test", "")));
    }

    [Test]
    public void Replay_FactsThroughJson_GivesTheSameState()
    {
        foreach (var facts in Situations.Values)
        {
            var original = History(facts);
            var read = History([.. facts.Select(f => FactJson.Read(FactJson.Write(f)))]);
            Assert.That(read.Snapshot.State, Is.EqualTo(original.Snapshot.State));
            Assert.That(DeploymentMessages.From(read.Snapshot), Is.EqualTo(DeploymentMessages.From(original.Snapshot)));
        }
    }

    [TestCase("""{"fact":"unknown"}""")]
    [TestCase("""{"fact":"succeeded","extra":1}""")]
    [TestCase("""{"fact":"failed"}""")]
    [TestCase("null")]
    [TestCase("""{"fact":"failed","error":null}""")]
    public void Read_DamagedFact_Throws(string json) => Assert.That(() => FactJson.Read(json), Throws.InstanceOf<JsonException>());

    private static DeploymentHistory History(params DeploymentFact[] facts) =>
        DeploymentHistory.Replay("d", [.. facts.Select((fact, i) => new RecordedFact(i + 1, Time, fact))]);

    private static DeploymentAccepted Accepted(int approvals = 0) => new()
    {
        Application = "shop",
        Environment = "test",
        Version = "1.0.0",
        Authorization = By("ci"),
        ApprovalsNeeded = approvals,
        ApprovalRules = approvals == 0 ? [] : [new ApprovalRule(approvals, ["owner"])],
    };

    private static Authorization By(string client, string? subject = null, string[]? persons = null, string[]? principals = null) => new()
    {
        Client = client,
        DecisionId = "decision",
        PolicyRevision = "revision",
        Grant = "grant",
        Caller = JsonSerializer.SerializeToElement(new { kind = "person", issuer = "i", subject = subject ?? client, persons = persons ?? [$"person:{client}"], principals = principals ?? ["owner"] }),
    };

    private static ApprovalGiven Approval(string client) => new() { Authorization = By(client) };

    private static DeploymentRejected Rejected() => new() { Authorization = By("bob") };

    private static DeploymentCancelled Cancelled() => new() { Authorization = By("ci") };

    private static AttemptStarted Attempt(int number) => new() { Attempt = number };

    private static ArtifactFetched Fetched() => new() { Name = "shop-1.0.0.tar.gz", Digest = "sha256:" + new string('0', 64), Size = 1, Source = "directory" };

    private static ArtifactVerified Verified() => new() { PolicyRevision = "r" };

    private static PushStarted Push(string previous = "0.9.0-111111111111") => new() { Release = "1.0.0-000000000000", Previous = previous };
}
