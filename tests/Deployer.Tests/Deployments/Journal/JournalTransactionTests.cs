using System.Text.Json;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Tests.Support;
using Gateway.Contract.Approvals;
using Microsoft.Extensions.Time.Testing;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments.Journal;

[TestFixture]
internal sealed class JournalTransactionTests
{
    private static readonly Lane Test = new("shop", "test");
    private static readonly DeploymentPlanned Plan = new() { DestinationDigest = "sha256:d" };
    private static readonly ArtifactFetched Artifact = new() { Name = "shop.zip", Digest = "sha256:a", Size = 1, Source = "directory" };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private TestDirectory _directory = null!;
    private DeploymentJournal _journal = null!;

    [SetUp]
    public void Open()
    {
        _directory = new TestDirectory();
        _journal = new DeploymentJournal(_directory.Combine("journal.db"), _time);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _journal.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Success_WhatWasAskedForEarlier_IsSupersededWhateverItWaitsFor()
    {
        await BeginAsync("queued", 0);
        await BeginAsync("fetching", 1);
        await BeginAsync("verified", 3);
        await BeginAsync("waiting", 4);
        await BeginAsync("pending", 4, approvals: 2);
        await BeginAsync("approved once", 5, approvals: 2);
        await BeginAsync("not before", 4, notBefore: _time.GetUtcNow().AddDays(3));
        await BeginAsync("other environment", 4, lane: Test with { Environment = "stage" });
        await BeginAsync("other application", 4, lane: Test with { Application = "bank" });
        await BeginAsync("success", 4);
        await BeginAsync("later", 4);
        await AppendAsync("success", new PushStarted { Release = "1" }, new ReleaseSwitched());
        Assert.That(StateOf("queued"), Is.EqualTo(State.Queued), "not before it has succeeded");

        await AppendAsync("success", new DeploymentSucceeded());

        Assert.Multiple(() =>
        {
            foreach (var id in (string[])["queued", "fetching", "verified", "waiting", "pending", "approved once", "not before"])
            {
                Assert.That(StateOf(id), Is.EqualTo(State.Superseded), id);
                Assert.That(_journal.Find(id)!.Snapshot.Error, Is.EqualTo("Superseded by 1 (success)."));
            }

            foreach (var id in (string[])["other environment", "other application", "later"])
            {
                Assert.That(StateOf(id), Is.EqualTo(State.Waiting), id);
            }
        });

        // All of it became durable together.
        await _journal.DisposeAsync();
        await using var again = new DeploymentJournal(_directory.Combine("journal.db"), _time);
        Assert.That(again.OpenAtStart, Is.EquivalentTo((string[])["other environment", "other application", "later"]));
    }

    // Several become durable together, and are seen one after the other.
    [Test]
    public async Task Stops_WhileTheyBecomeVisible_AreToldWithTheHistoryThatHasThem()
    {
        string[] earlier = ["a", "b", "c", "d"];
        foreach (var id in earlier)
        {
            await BeginAsync(id, 4);
        }

        await BeginAsync("success", 4);
        await AppendAsync("success", new PushStarted { Release = "1" }, new ReleaseSwitched());
        var told = new List<(NotedStop Stop, int Facts)>();
        _journal.Committed += _ => told.AddRange(_journal.Stops(10).Select(stop => (stop, _journal.Find(stop.Deployment)!.Snapshot.Facts)));

        await AppendAsync("success", new DeploymentSucceeded());

        Assert.That(told.Where(entry => entry.Facts < entry.Stop.Ordinal), Is.Empty);
        Assert.That(_journal.Stops(10).Select(stop => stop.Deployment), Is.EquivalentTo(earlier));
    }

    [Test]
    public async Task Stops_OfADeployment_AreWhatTakesItsApprovalsBackOrEndsItWithoutACaller()
    {
        await BeginAsync("a", 5, approvals: 2);
        await AppendAsync("a", Plan with { PlanDigest = "sha256:p" }, new ApprovalsVoided { Reason = "another is current" });
        await AppendAsync("a", new ApprovalGiven { Authorization = By("bob"), ReviewDigest = (Plan with { PlanDigest = "sha256:p" }).ReviewDigest(Artifact) });
        await AppendAsync("a", new DeploymentExpired { Reason = "too late" });
        await BeginAsync("b", 4);
        await AppendAsync("b", Plan with { PlanDigest = "sha256:p" }, new DeploymentCancelled { Authorization = By("ci") });

        Assert.That(_journal.Stops(10).Select(stop => (stop.Deployment, stop.Ordinal)), Is.EqualTo(((string, int)[])[("a", 7), ("a", 8), ("a", 10)]), "nobody had to approve the other, and its caller ended it");
    }

    [Test]
    public async Task Success_OfARollback_OnlyVoidsTheApprovalsOfEarlierOnes()
    {
        await BeginAsync("good", 4);
        await AppendAsync("good", new PushStarted { Release = "1" }, new ReleaseSwitched(), new DeploymentSucceeded());
        await BeginAsync("waiting", 4);
        await BeginAsync("pending", 4, approvals: 2);
        await BeginAsync("approved once", 5, approvals: 2);
        await BeginAsync("approved", 5, approvals: 1);
        await BeginAsync("other environment", 5, approvals: 1, lane: Test with { Environment = "stage" });
        await BeginAsync("rollback", 4, rollbackOf: "good");
        await BeginAsync("later", 5, approvals: 1);
        await AppendAsync("rollback", new PushStarted { Release = "1" }, new ReleaseSwitched(), new DeploymentSucceeded());

        Assert.Multiple(() =>
        {
            Assert.That(StateOf("waiting"), Is.EqualTo(State.Waiting));
            Assert.That(_journal.Find("pending")!.Facts[^1].Fact, Is.EqualTo(Plan), "it has no approvals to void");
            foreach (var id in (string[])["approved once", "approved"])
            {
                var snapshot = _journal.Find(id)!.Snapshot;
                Assert.That((snapshot.State, snapshot.Approvals.Length), Is.EqualTo((State.PendingApproval, 0)), id);
                Assert.That(_journal.Find(id)!.Facts[^1].Fact.Describe(), Is.EqualTo("The approvals count no more: 1 was rolled back to (rollback)."));
            }

            Assert.That(StateOf("other environment"), Is.EqualTo(State.Waiting));
            Assert.That(StateOf("later"), Is.EqualTo(State.Waiting), "asked for when the rollback was known");
        });
    }

    [Test]
    public async Task Success_OfWhatIsBeingPushedAlready_IsNotTakenBack()
    {
        await BeginAsync("first", 4);
        await BeginAsync("second", 4);
        await AppendAsync("first", new PushStarted { Release = "1" });
        await AppendAsync("second", new PushStarted { Release = "1" }, new ReleaseSwitched(), new DeploymentSucceeded());
        Assert.That(StateOf("first"), Is.EqualTo(State.Pushing));
    }

    [Test]
    public async Task Holds_OverALane_AreThoseOfItsNamesAndOfAll()
    {
        foreach (var over in (Lane[])[Test, new("shop", "-"), new("-", "test"), new("-", "-"), new("bank", "test"), new("shop", "stage"), new("bank", "-")])
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await _journal.WriteAsync(t => t.Hold(over, "fire", By("operator")));
        }

        Assert.That(_journal.Holds(Test).Select(hold => (hold.Application, hold.Environment)), Is.EqualTo(((string, string)[])[("shop", "test"), ("shop", "-"), ("-", "test"), ("-", "-")]), "in order of time");
        Assert.That(await _journal.WriteAsync(t => t.Holds(Test).Count), Is.EqualTo(4));
    }

    [Test]
    public async Task Hold_Again_TakesThePlaceOfTheOneBefore()
    {
        await _journal.WriteAsync(t => t.Hold(Test, "fire", By("alice")));
        await _journal.WriteAsync(t => t.Hold(Test, "flood", By("bob")));
        Assert.That(_journal.Holds(Test).Select(hold => hold.Describe()), Is.EqualTo((string[])["held by bob: flood"]));
    }

    [Test]
    public async Task Release_IsOfExactlyItsNames_AndOutlivesNothing()
    {
        await _journal.WriteAsync(t => t.Hold(new Lane("shop", "-"), "fire", By("alice")));
        Assert.That(await _journal.WriteAsync(t => t.Release(Test, By("bob"))), Is.False);
        Assert.That(await _journal.WriteAsync(t => t.Release(new Lane("-", "-"), By("bob"))), Is.False);
        await _journal.DisposeAsync();
        _journal = new DeploymentJournal(_directory.Combine("journal.db"), _time);
        Assert.That(_journal.Holds(Test), Has.Count.EqualTo(1), "after a restart");
        Assert.That(await _journal.WriteAsync(t => t.Release(new Lane("shop", "-"), By("bob"))), Is.True);
        Assert.That(_journal.Holds(Test), Is.Empty);
        Assert.That(await _journal.WriteAsync(t => t.Release(new Lane("shop", "-"), By("bob"))), Is.False);
    }

    [Test]
    public async Task OpenIn_OwnChanges_AreSeen()
    {
        await BeginAsync("a", 0);
        var seen = await _journal.WriteAsync(t =>
        {
            t.Append("a", new DeploymentCancelled { Authorization = By("ci") });
            t.Begin("b", Accepted(Test), [], SomeCall.Kept);
            return t.OpenIn(Test).Select(open => open.Id).ToList();
        });
        Assert.That(seen, Is.EqualTo((string[])["b"]));
    }

    private State StateOf(string id) => _journal.Find(id)!.Snapshot.State;

    // As many of: taken up, fetched, verified, planned, approved.
    private async Task BeginAsync(string id, int facts, int approvals = 0, Lane? lane = null, DateTimeOffset? notBefore = null, string rollbackOf = "")
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var accepted = Accepted(lane ?? Test) with
        {
            NotBefore = notBefore,
            RollbackOf = rollbackOf,
            ApprovalsNeeded = approvals,
            ApprovalRules = approvals == 0 ? [] : [new ApprovalRule(approvals, ["owner"])],
        };
        await _journal.WriteAsync(t => t.Begin(id, accepted, [], SomeCall.Kept));
        DeploymentFact[] all =
        [
            new AttemptStarted { Attempt = 1 }, Artifact, new ArtifactVerified { PolicyRevision = "r" }, Plan, new ApprovalGiven { Authorization = By("bob"), ReviewDigest = Plan.ReviewDigest(Artifact) },
        ];
        await AppendAsync(id, all[..facts]);
    }

    private async Task AppendAsync(string id, params DeploymentFact[] facts)
    {
        var refusals = await _journal.WriteAsync(t => facts.Select(fact => t.Append(id, fact).Refusal).ToList());
        Assert.That(refusals, Is.All.EqualTo(TransitionRefusal.None), id);
    }

    private static DeploymentAccepted Accepted(Lane lane) => new()
    {
        Application = lane.Application, Environment = lane.Environment, Version = "1", IsDecidedAtExecution = true, Authorization = By("ci"),
    };

    private static Authorization By(string client) => new()
    {
        Client = client,
        DecisionId = "d",
        PolicyRevision = "r",
        Grant = "g",
        Caller = JsonSerializer.SerializeToElement(new { kind = "person", issuer = "i", subject = client, persons = new[] { $"person:{client}" }, principals = new[] { "owner" } }),
    };
}
