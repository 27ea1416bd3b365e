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

    // In journals from before the decision at execution: every way to reach a situation that matters, as the facts that lead there.
    private static readonly Dictionary<string, DeploymentFact[]> OldSituations = new()
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

    // The same since then.
    private static readonly Dictionary<string, DeploymentFact[]> Situations = new()
    {
        ["queued"] = [New()],
        ["fetching"] = [New(), Attempt(1)],
        ["fetching again"] = [New(), Attempt(1), Tried(1)],
        ["verifying"] = [New(), Attempt(1), Fetched()],
        ["verified"] = [New(), Attempt(1), Fetched(), Verified()],
        ["pending"] = Planned(approvals: 2),
        ["approved once"] = [.. Planned(approvals: 2), Approval("bob", Planned())],
        ["approved"] = [.. Planned(approvals: 1), Approval("bob", Planned())],
        ["waiting"] = Planned(approvals: 0),
        ["deferred"] = [.. Planned(approvals: 0), new ExecutionDeferred { Reason = "a hold" }],
        ["pushing"] = Pushing(),
        ["pushing, approved"] = [.. Planned(approvals: 1), Approval("bob", Planned()), Push()],
        ["checking"] = [.. Pushing(), new ReleaseSwitched()],
        ["aborted"] = [.. Pushing(), Aborted()],
        ["aborted while checking"] = [.. Pushing(), new ReleaseSwitched(), Aborted()],
        ["rolling back"] = [.. Pushing(), new ReleaseSwitched(), new RollbackStarted { Error = "sick" }],
        ["rolling back the aborted"] = [.. Pushing(), Aborted(), new RollbackStarted { Error = "aborted" }],
        ["rolling back again"] = [.. Pushing(), new RollbackStarted { Error = "sick" }, new RollbackTried { Try = 1, Error = "busy" }],
        ["rolled back"] = [.. Pushing(), new RollbackStarted { Error = "sick" }, new RollbackFinished()],
        ["succeeded"] = [.. Pushing(), new ReleaseSwitched(), new DeploymentSucceeded()],
        ["failed"] = [New(), Attempt(1), new DeploymentFailed { Error = "gone" }],
        ["cancelled"] = [New(), Cancelled()],
        ["rejected"] = [.. Planned(approvals: 1), Rejected()],
        ["expired"] = [New(), new DeploymentExpired { Reason = "late" }],
        ["superseded"] = [New(), Superseded()],
        ["denied"] = [.. Planned(approvals: 0), new DeploymentDenied { Reason = "no" }],
    };

    private static readonly Dictionary<string, DeploymentFact> Events = new()
    {
        ["approve"] = Approval("carol"),
        ["approve what is planned"] = Approval("carol", Planned()),
        ["withdraw"] = new ApprovalWithdrawn { Authorization = By("bob") },
        ["void"] = new ApprovalsVoided { Reason = "another is current" },
        ["missing"] = new ApprovalsMissing { Rules = [new ApprovalRule(1, ["owner"])], Counting = [], Reason = "more are asked for", Authorization = By("gatekeeper") },
        ["observe"] = new CredentialReleased { Name = "key", Purpose = "observe", PolicyRevision = "r" },
        ["planned"] = Planned(),
        ["planned anew"] = Planned(plan: "2"),
        ["fetch tried"] = Tried(1),
        ["fetch tried 2"] = Tried(2),
        ["deferred"] = new ExecutionDeferred { Reason = "a hold" },
        ["denied"] = new DeploymentDenied { Reason = "no" },
        ["expired"] = new DeploymentExpired { Reason = "late" },
        ["superseded"] = Superseded(),
        ["abort"] = Aborted(),
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

    // The whole table of journals from before the decision at execution: what is not here is refused.
    private static readonly Dictionary<(string, string), State> OldAllowed = new()
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
        [("verified", "observe")] = State.Verifying,
        [("verified", "push")] = State.Pushing,
        [("verified", "failed")] = State.Failed,
        [("pushing", "attempt 2")] = State.Pushing,
        [("pushing", "credential")] = State.Pushing,
        [("pushing", "observe")] = State.Pushing,
        [("pushing", "switched")] = State.Checking,
        [("pushing", "rollback")] = State.Pushing,
        [("pushing", "failed")] = State.Failed,
        [("checking", "attempt 2")] = State.Checking,
        [("checking", "succeeded")] = State.Succeeded,
        [("checking", "rollback")] = State.Checking,
        [("checking", "failed")] = State.Failed,
        [("rolling back", "attempt 2")] = State.Checking,
        [("rolling back", "credential")] = State.Checking,
        [("rolling back", "observe")] = State.Checking,
        [("rolling back", "tried")] = State.Checking,
        [("rolling back", "rolled back")] = State.RolledBack,
        [("rolling back", "failed")] = State.Failed,
        [("rolling back again", "attempt 2")] = State.Pushing,
        [("rolling back again", "credential")] = State.Pushing,
        [("rolling back again", "observe")] = State.Pushing,
        [("rolling back again", "tried 2")] = State.Pushing,
        [("rolling back again", "rolled back")] = State.RolledBack,
        [("rolling back again", "failed")] = State.Failed,
        [("pending", "expired")] = State.Expired,
        [("pending", "superseded")] = State.Superseded,
        [("approved once", "expired")] = State.Expired,
        [("approved once", "superseded")] = State.Superseded,
        [("queued", "expired")] = State.Expired,
        [("queued", "superseded")] = State.Superseded,
        [("fetching", "expired")] = State.Expired,
        [("fetching", "superseded")] = State.Superseded,
        [("verifying", "expired")] = State.Expired,
        [("verifying", "superseded")] = State.Superseded,
        [("verified", "expired")] = State.Expired,
        [("verified", "superseded")] = State.Superseded,
        [("fetching", "fetch tried")] = State.Fetching,
        [("pushing", "abort")] = State.Pushing,
        [("checking", "abort")] = State.Checking,
    };

    // The whole table since then: what is not here is refused.
    private static readonly Dictionary<(string, string), State> Allowed = new()
    {
        [("queued", "cancel")] = State.Cancelled,
        [("queued", "expired")] = State.Expired,
        [("queued", "superseded")] = State.Superseded,
        [("queued", "attempt")] = State.Fetching,
        [("queued", "failed")] = State.Failed,
        [("fetching", "cancel")] = State.Cancelled,
        [("fetching", "deferred")] = State.Fetching,
        [("fetching", "expired")] = State.Expired,
        [("fetching", "superseded")] = State.Superseded,
        [("fetching", "attempt 2")] = State.Fetching,
        [("fetching", "fetch tried")] = State.Fetching,
        [("fetching", "fetched")] = State.Verifying,
        [("fetching", "failed")] = State.Failed,
        [("fetching again", "cancel")] = State.Cancelled,
        [("fetching again", "deferred")] = State.Fetching,
        [("fetching again", "expired")] = State.Expired,
        [("fetching again", "superseded")] = State.Superseded,
        [("fetching again", "attempt 2")] = State.Fetching,
        [("fetching again", "fetch tried 2")] = State.Fetching,
        [("fetching again", "fetched")] = State.Verifying,
        [("fetching again", "failed")] = State.Failed,
        [("verifying", "cancel")] = State.Cancelled,
        [("verifying", "deferred")] = State.Verifying,
        [("verifying", "expired")] = State.Expired,
        [("verifying", "superseded")] = State.Superseded,
        [("verifying", "attempt 2")] = State.Verifying,
        [("verifying", "verified")] = State.Verifying,
        [("verifying", "failed")] = State.Failed,
        [("verified", "cancel")] = State.Cancelled,
        [("verified", "deferred")] = State.Verifying,
        [("verified", "observe")] = State.Verifying,
        [("verified", "expired")] = State.Expired,
        [("verified", "superseded")] = State.Superseded,
        [("verified", "attempt 2")] = State.Verifying,
        [("verified", "planned")] = State.Waiting,
        [("verified", "planned anew")] = State.Waiting,
        [("verified", "failed")] = State.Failed,
        [("pending", "cancel")] = State.Cancelled,
        [("pending", "observe")] = State.PendingApproval,
        [("pending", "expired")] = State.Expired,
        [("pending", "denied")] = State.Denied,
        [("pending", "superseded")] = State.Superseded,
        [("pending", "approve what is planned")] = State.PendingApproval,
        [("pending", "reject")] = State.Rejected,
        [("pending", "void")] = State.PendingApproval,
        [("pending", "planned")] = State.PendingApproval,
        [("pending", "planned anew")] = State.PendingApproval,
        [("approved once", "cancel")] = State.Cancelled,
        [("approved once", "observe")] = State.PendingApproval,
        [("approved once", "expired")] = State.Expired,
        [("approved once", "denied")] = State.Denied,
        [("approved once", "superseded")] = State.Superseded,
        [("approved once", "approve what is planned")] = State.Waiting,
        [("approved once", "reject")] = State.Rejected,
        [("approved once", "withdraw")] = State.PendingApproval,
        [("approved once", "void")] = State.PendingApproval,
        [("approved once", "planned")] = State.PendingApproval,
        [("approved once", "planned anew")] = State.PendingApproval,
        [("approved", "cancel")] = State.Cancelled,
        [("approved", "observe")] = State.Waiting,
        [("approved", "expired")] = State.Expired,
        [("approved", "superseded")] = State.Superseded,
        [("approved", "withdraw")] = State.PendingApproval,
        [("approved", "void")] = State.PendingApproval,
        [("approved", "planned")] = State.PendingApproval,
        [("approved", "planned anew")] = State.PendingApproval,
        [("approved", "deferred")] = State.Waiting,
        [("approved", "denied")] = State.Denied,
        [("approved", "missing")] = State.PendingApproval,
        [("approved", "push")] = State.Pushing,
        [("approved", "failed")] = State.Failed,
        [("waiting", "cancel")] = State.Cancelled,
        [("waiting", "observe")] = State.Waiting,
        [("waiting", "expired")] = State.Expired,
        [("waiting", "superseded")] = State.Superseded,
        [("waiting", "planned")] = State.Waiting,
        [("waiting", "planned anew")] = State.Waiting,
        [("waiting", "deferred")] = State.Waiting,
        [("waiting", "denied")] = State.Denied,
        [("waiting", "missing")] = State.PendingApproval,
        [("waiting", "push")] = State.Pushing,
        [("waiting", "failed")] = State.Failed,
        [("deferred", "cancel")] = State.Cancelled,
        [("deferred", "observe")] = State.Waiting,
        [("deferred", "expired")] = State.Expired,
        [("deferred", "superseded")] = State.Superseded,
        [("deferred", "planned")] = State.Waiting,
        [("deferred", "planned anew")] = State.Waiting,
        [("deferred", "deferred")] = State.Waiting,
        [("deferred", "denied")] = State.Denied,
        [("deferred", "missing")] = State.PendingApproval,
        [("deferred", "push")] = State.Pushing,
        [("deferred", "failed")] = State.Failed,
        [("pushing", "attempt 2")] = State.Pushing,
        [("pushing", "credential")] = State.Pushing,
        [("pushing", "observe")] = State.Pushing,
        [("pushing", "switched")] = State.Checking,
        [("pushing", "abort")] = State.Pushing,
        [("pushing", "rollback")] = State.Pushing,
        [("pushing", "failed")] = State.Failed,
        [("pushing, approved", "attempt 2")] = State.Pushing,
        [("pushing, approved", "credential")] = State.Pushing,
        [("pushing, approved", "observe")] = State.Pushing,
        [("pushing, approved", "switched")] = State.Checking,
        [("pushing, approved", "abort")] = State.Pushing,
        [("pushing, approved", "rollback")] = State.Pushing,
        [("pushing, approved", "failed")] = State.Failed,
        [("checking", "attempt 2")] = State.Checking,
        [("checking", "succeeded")] = State.Succeeded,
        [("checking", "abort")] = State.Checking,
        [("checking", "rollback")] = State.Checking,
        [("checking", "failed")] = State.Failed,
        [("aborted", "attempt 2")] = State.Pushing,
        [("aborted", "credential")] = State.Pushing,
        [("aborted", "observe")] = State.Pushing,
        [("aborted", "switched")] = State.Checking,
        [("aborted", "rollback")] = State.Pushing,
        [("aborted", "failed")] = State.Failed,
        [("aborted while checking", "attempt 2")] = State.Checking,
        [("aborted while checking", "rollback")] = State.Checking,
        [("aborted while checking", "failed")] = State.Failed,
        [("rolling back", "attempt 2")] = State.Checking,
        [("rolling back", "credential")] = State.Checking,
        [("rolling back", "observe")] = State.Checking,
        [("rolling back", "tried")] = State.Checking,
        [("rolling back", "rolled back")] = State.RolledBack,
        [("rolling back", "failed")] = State.Failed,
        [("rolling back the aborted", "attempt 2")] = State.Pushing,
        [("rolling back the aborted", "credential")] = State.Pushing,
        [("rolling back the aborted", "observe")] = State.Pushing,
        [("rolling back the aborted", "tried")] = State.Pushing,
        [("rolling back the aborted", "rolled back")] = State.RolledBack,
        [("rolling back the aborted", "failed")] = State.Failed,
        [("rolling back again", "attempt 2")] = State.Pushing,
        [("rolling back again", "credential")] = State.Pushing,
        [("rolling back again", "observe")] = State.Pushing,
        [("rolling back again", "tried 2")] = State.Pushing,
        [("rolling back again", "rolled back")] = State.RolledBack,
        [("rolling back again", "failed")] = State.Failed,
    };

    // Why, where it is not the state.
    private static readonly Dictionary<(string, string), TransitionRefusal> Reasons = new()
    {
        [("pending", "approve")] = TransitionRefusal.ReviewChanged,
        [("pending", "withdraw")] = TransitionRefusal.NotApproved,
        [("approved once", "approve")] = TransitionRefusal.ReviewChanged,
        [("waiting", "withdraw")] = TransitionRefusal.NotApproved,
        [("deferred", "withdraw")] = TransitionRefusal.NotApproved,
    };

    private static IEnumerable<TestCaseData> OldTable =>
        from situation in OldSituations.Keys
        from happens in Events.Keys
        select new TestCaseData(situation, happens).SetName($"Apply_{happens}_When_{situation}_InAnOldJournal");

    private static IEnumerable<TestCaseData> Table =>
        from situation in Situations.Keys
        from happens in Events.Keys
        select new TestCaseData(situation, happens).SetName($"Apply_{happens}_When_{situation}");

    [TestCaseSource(nameof(OldTable))]
    public void Apply_FactToAnOldJournal_FollowsTheTable(string situation, string happens)
    {
        var history = History(OldSituations[situation]);

        var transition = DeploymentTransitions.Apply(history.Snapshot, new(history.Snapshot.Facts + 1, Time, Events[happens]));

        // There was no review digest then: an approval that names one is of something else.
        var asked = (situation, happens);
        var isOfSomethingElse = happens == "approve what is planned" && OldAllowed.ContainsKey((situation, "approve"));
        State? expected = OldAllowed.TryGetValue(asked, out var state) ? state : null;
        var refusal = isOfSomethingElse ? TransitionRefusal.ReviewChanged : TransitionRefusal.WrongState;
        Assert.That(transition.Snapshot?.State, Is.EqualTo(expected));
        Assert.That(transition.Refusal, Is.EqualTo(expected is null ? refusal : TransitionRefusal.None));
    }

    [TestCaseSource(nameof(Table))]
    public void Apply_Fact_FollowsTheTable(string situation, string happens)
    {
        var history = History(Situations[situation]);

        var transition = DeploymentTransitions.Apply(history.Snapshot, new(history.Snapshot.Facts + 1, Time, Events[happens]));

        var asked = (situation, happens);
        State? expected = Allowed.TryGetValue(asked, out var state) ? state : null;
        Assert.That(transition.Snapshot?.State, Is.EqualTo(expected));
        Assert.That(transition.Refusal, Is.EqualTo(expected is null ? Reasons.GetValueOrDefault(asked, TransitionRefusal.WrongState) : TransitionRefusal.None));
    }

    [Test]
    public void Tables_Name_OnlySituationsAndEventsThatThereAre()
    {
        Assert.Multiple(() =>
        {
            Assert.That(OldAllowed.Keys.Where(row => !OldSituations.ContainsKey(row.Item1) || !Events.ContainsKey(row.Item2)), Is.Empty);
            Assert.That(Allowed.Keys.Concat(Reasons.Keys).Where(row => !Situations.ContainsKey(row.Item1) || !Events.ContainsKey(row.Item2)), Is.Empty);
            Assert.That(Events.Values.Select(fact => fact.GetType()).Distinct(), Is.EquivalentTo(typeof(DeploymentFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DeploymentFact)) && type != typeof(DeploymentAccepted))), "every fact");
            Assert.That(Situations.Values.Select(facts => History(facts).Snapshot.State).Distinct(), Is.EquivalentTo(Enum.GetValues<State>().Where(state => state != State.Unspecified)), "every state");
        });
    }

    [TestCase("void")]
    [TestCase("planned anew")]
    public void Apply_WhatTakesApprovalsBack_LeavesNone(string happens)
    {
        foreach (var situation in (string[])["approved once", "approved"])
        {
            var history = History([.. Situations[situation], Events[happens]]);
            Assert.That((history.Snapshot.Approvals.Length, history.Snapshot.ReadyTime), Is.EqualTo((0, (DateTimeOffset?)null)), situation);
        }
    }

    [Test]
    public void Apply_ApprovalAfterAnotherPlan_IsForTheNewOne()
    {
        var history = History([.. Planned(approvals: 1), Planned(plan: "2")]);
        var fact = new RecordedFact(history.Snapshot.Facts + 1, Time, Approval("bob", Planned()));
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, fact).Refusal, Is.EqualTo(TransitionRefusal.ReviewChanged));
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, fact with { Fact = Approval("bob", Planned(plan: "2")) }).Snapshot!.State, Is.EqualTo(State.Waiting));
    }

    [Test]
    public void Apply_Withdrawal_TakesOnlyItsOwnApprovalBack()
    {
        var history = History([.. Planned(approvals: 2), Approval("bob", Planned()), Approval("carol", Planned()), new ApprovalWithdrawn { Authorization = By("bob") }]);
        Assert.That(history.Snapshot.State, Is.EqualTo(State.PendingApproval));
        Assert.That(history.Snapshot.Approvals.Select(a => ((ApprovalGiven)a.Fact).Authorization.Client), Is.EqualTo((string[])["carol"]));
        Assert.That(history.TryAppend(new(history.Snapshot.Facts + 1, Time, Approval("bob", Planned())), out _)!.Snapshot.State, Is.EqualTo(State.Waiting), "who took it back may give it again");
    }

    [Test]
    public void Apply_RejectionAndCancellation_SayWhoAndWhy()
    {
        Assert.That(History([.. Planned(approvals: 1), Rejected() with { Comment = "not on a friday" }]).Snapshot.Error, Is.EqualTo("bob rejected: not on a friday"));
        Assert.That(History([.. Planned(approvals: 1), Rejected()]).Snapshot.Error, Is.EqualTo("bob rejected."));
        Assert.That(History([New(), Cancelled() with { Comment = "wrong version" }]).Snapshot.Error, Is.EqualTo("ci cancelled: wrong version"));
    }

    [TestCase(3599, TransitionRefusal.None)]
    [TestCase(3600, TransitionRefusal.WrongState)]
    public void Apply_ApprovalAfterItsTime_IsRefusedSinceItWasPlanned(int seconds, TransitionRefusal expected)
    {
        var facts = Planned(approvals: 1);
        facts[0] = (DeploymentAccepted)facts[0] with { ApprovalsExpireAfter = TimeSpan.FromHours(1) };

        // It took ten minutes to prepare, and was planned anew later: the time runs from the first plan.
        var history = DeploymentHistory.Replay("d", [.. facts.Select((fact, i) => new RecordedFact(i + 1, Time.AddMinutes(i == 0 ? -10 : 0), fact)), new(facts.Length + 1, Time.AddMinutes(30), Planned(plan: "2"))]);
        var approval = new RecordedFact(history.Snapshot.Facts + 1, Time.AddSeconds(seconds), Approval("bob", Planned(plan: "2")));
        Assert.That(DeploymentTransitions.Apply(history.Snapshot, approval).Refusal, Is.EqualTo(expected));
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
        var history = History(OldSituations["approved once"]);
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
    public void Apply_JournalFromBeforeThereWereRules_CountsItsApprovalsAsThen()
    {
        const string Authorization = """{"client":"ci","decision_id":"d","policy_revision":"r","caller":{},"grant":"g"}""";
        var read = (DeploymentAccepted)FactJson.Read($$"""
            {"fact":"accepted","application":"shop","environment":"test","version":"1.0.0","digest":"","request_id":"","reason":"","annotations":{},
             "rollback_of":"","authorization":{{Authorization}},"approvals_needed":1,"approver_groups":["release"]}
            """);
        Assert.That(History(read).Snapshot.State, Is.EqualTo(State.PendingApproval));
        Assert.That(History(read, Approval("bob"), Attempt(1), Fetched(), Verified(), Push()).Snapshot.State, Is.EqualTo(State.Pushing), "what was approved then is read as it was");
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
        var history = History(OldSituations["rolling back"]);
        Assert.That(history.Snapshot.RollbackTries, Is.Zero);
        Assert.That(History(OldSituations["rolling back again"]).Snapshot.RollbackTries, Is.EqualTo(1));
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
        foreach (var facts in OldSituations.Values.Concat(Situations.Values))
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

    private static DeploymentAccepted New(int approvals = 0) => Accepted(approvals) with { IsDecidedAtExecution = true };

    private static DeploymentFact[] Planned(int approvals) => [New(approvals), Attempt(1), Fetched(), Verified(), Planned()];

    private static DeploymentFact[] Pushing() => [.. Planned(approvals: 0), Push()];

    private static DeploymentPlanned Planned(string plan = "1") => new() { DestinationDigest = "sha256:d", PlanDigest = $"sha256:{plan}", ReplacesRelease = "0.9.0-111111111111" };

    private static Authorization By(string client, string? subject = null, string[]? persons = null, string[]? principals = null) => new()
    {
        Client = client,
        DecisionId = "decision",
        PolicyRevision = "revision",
        Grant = "grant",
        Caller = JsonSerializer.SerializeToElement(new { kind = "person", issuer = "i", subject = subject ?? client, persons = persons ?? [$"person:{client}"], principals = principals ?? ["owner"] }),
    };

    private static ApprovalGiven Approval(string client) => new() { Authorization = By(client) };

    private static ApprovalGiven Approval(string client, DeploymentPlanned of) => Approval(client) with { ReviewDigest = of.ReviewDigest(Fetched()) };

    private static AbortRequested Aborted() => new() { Authorization = By("ci") };

    private static DeploymentSuperseded Superseded() => new() { By = "e", Version = "2.0.0" };

    private static FetchTried Tried(int number) => new() { Try = number, Error = "no answer" };

    private static DeploymentRejected Rejected() => new() { Authorization = By("bob") };

    private static DeploymentCancelled Cancelled() => new() { Authorization = By("ci") };

    private static AttemptStarted Attempt(int number) => new() { Attempt = number };

    private static ArtifactFetched Fetched() => new() { Name = "shop-1.0.0.tar.gz", Digest = "sha256:" + new string('0', 64), Size = 1, Source = "directory" };

    private static ArtifactVerified Verified() => new() { PolicyRevision = "r" };

    private static PushStarted Push(string previous = "0.9.0-111111111111") => new() { Release = "1.0.0-000000000000", Previous = previous };
}
