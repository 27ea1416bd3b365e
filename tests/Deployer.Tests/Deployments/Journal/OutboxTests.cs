using System.Text.Json;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Storage;
using Deployer.Tests.Support;
using Gateway.Contract.Approvals;
using Gateway.Hosting.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace Deployer.Tests.Deployments.Journal;

[TestFixture]
internal sealed class OutboxTests
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
        _journal = new DeploymentJournal(_directory.Combine("journal.db"), _time, keepsNotices: true);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _journal.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Facts_OfADeployment_AreToldWhereSomebodyIsAskedAnewOrItEnds()
    {
        await BeginAsync("a");
        Assert.That(Told(), Is.EqualTo((string[])["1 pending_approval a 5"]));
        await AppendAsync("a", Approval("alice"));
        Assert.That(_journal.NewestNotice, Is.EqualTo(1), "one of two approvals asks nobody anything new");
        await AppendAsync("a", new ApprovalWithdrawn { Authorization = By("alice") });
        await AppendAsync("a", Approval("alice"), Approval("bob"));
        await AppendAsync("a", new ExecutionDeferred { Reason = "its turn" });
        await AppendAsync("a", new ApprovalsMissing { Rules = [new ApprovalRule(3, ["owner"])], Counting = [], Reason = "more are asked for", Authorization = By("gate") });
        await AppendAsync("a", Plan with { PlanDigest = "sha256:p" });
        await AppendAsync("a", Plan with { PlanDigest = "sha256:p" });
        await AppendAsync("a", new DeploymentRejected { Authorization = By("carol") });

        Assert.That(Told(), Is.EqualTo((string[])
            ["1 pending_approval a 5", "2 pending_approval a 7", "3 pending_approval a 11", "4 pending_approval a 12", "5 rejected a 14"]));
        Assert.That(_journal.NewestNotice, Is.EqualTo(5));
    }

    [Test]
    public async Task Notices_OfWorkThatFails_AreNotThere()
    {
        await BeginAsync("a");
        Assert.That(
            () => _journal.WriteAsync<bool>(t =>
            {
                t.Append("a", new DeploymentRejected { Authorization = By("carol") });
                t.Hold(Test, "fire", By("bob"));
                throw new InvalidOperationException("bug");
            }),
            Throws.InvalidOperationException);
        await _journal.WriteAsync(t => t.Hold(Test, "flood", By("bob")));

        Assert.That(Told(), Is.EqualTo((string[])["1 pending_approval a 5", "2 hold flood"]), "and no position is missing");
    }

    [Test]
    public async Task Release_OfAHold_TellsWhoHadSetIt()
    {
        await _journal.WriteAsync(t => t.Hold(Test, "fire", By("alice")));
        _time.Advance(TimeSpan.FromHours(1));
        await _journal.WriteAsync(t => t.Release(Test, By("bob")));
        await _journal.WriteAsync(t => t.Release(Test, By("bob")));

        var notices = _journal.Notices(0, 10);
        Assert.That(notices.Select(notice => notice.Type), Is.EqualTo((string[])[NotificationTypes.HoldSet, NotificationTypes.HoldReleased]));
        Assert.That(notices[1].Hold, Is.EqualTo(new HoldChange
        {
            Application = "shop", Environment = "test", Reason = "fire", SetBy = "alice", ReleasedBy = "bob", DecisionId = "d", PolicyRevision = "r",
            SetTime = _time.GetUtcNow().AddHours(-1), Time = _time.GetUtcNow(),
        }));
    }

    [Test]
    public async Task Forget_ThenMore_GoesOnWithPositionsThatNeverWere()
    {
        await _journal.WriteAsync(t => t.Hold(Test, "fire", By("alice")));
        await _journal.WriteAsync(t => t.Hold(Test, "flood", By("alice")));
        await _journal.ForgetNoticesAsync(2);
        Assert.That((Told().Length, _journal.NewestNotice), Is.EqualTo((0, 2)));
        await ReopenAsync(keepsNotices: true);
        Assert.That(_journal.NewestNotice, Is.EqualTo(2));
        await _journal.WriteAsync(t => t.Hold(Test, "storm", By("alice")));

        Assert.That(Told(), Is.EqualTo((string[])["3 hold storm"]));
    }

    [Test]
    public async Task Open_WhereNobodyIsToBeTold_KeepsNothing()
    {
        await _journal.WriteAsync(t => t.Hold(Test, "fire", By("alice")));
        await ReopenAsync(keepsNotices: false);
        await _journal.WriteAsync(t => t.Hold(Test, "flood", By("alice")));
        await BeginAsync("a");
        Assert.That(Told(), Is.Empty);
    }

    [Test]
    public void Add_MoreThanAreKept_LosesTheOldest()
    {
        var database = new JournalDatabase(_directory.Combine("other.db"));
        database.Create();
        using var connection = database.OpenForWriting();
        connection.Execute("BEGIN");
        connection.Execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', $0)", 7L);
        for (var i = 0; i < Outbox.MaxKept + 3; i++)
        {
            Outbox.Add(connection, "t", "a", 1);
        }

        connection.Execute("COMMIT");
        Assert.That((Outbox.Count(connection), Outbox.Newest(connection), Outbox.After(connection, 0, 1)[0].Position), Is.EqualTo((100_000L, 100_010L, 11L)));
    }

    private string[] Told() =>
    [
        .. _journal.Notices(0, 100).Select(notice => notice.Hold is { } hold
            ? $"{notice.Position} hold {hold.Reason}"
            : $"{notice.Position} {notice.Type["gatekeeper.deployment.".Length..^".v1".Length]} {notice.Deployment} {notice.Ordinal}"),
    ];

    private async Task ReopenAsync(bool keepsNotices)
    {
        await _journal.DisposeAsync();
        _journal = new DeploymentJournal(_directory.Combine("journal.db"), _time, keepsNotices);
    }

    private async Task BeginAsync(string id)
    {
        var accepted = new DeploymentAccepted
        {
            Application = "shop", Environment = "test", Version = "1", IsDecidedAtExecution = true, Authorization = By("ci"), ApprovalsNeeded = 2, ApprovalRules = [new ApprovalRule(2, ["owner"])],
        };
        await _journal.WriteAsync(t => t.Begin(id, accepted, [], SomeCall.Kept));
        await AppendAsync(id, new AttemptStarted { Attempt = 1 }, Artifact, new ArtifactVerified { PolicyRevision = "r" }, Plan);
    }

    private async Task AppendAsync(string id, params DeploymentFact[] facts)
    {
        var refusals = await _journal.WriteAsync(t => facts.Select(fact => t.Append(id, fact).Refusal).ToList());
        Assert.That(refusals, Is.All.EqualTo(TransitionRefusal.None), id);
    }

    private static ApprovalGiven Approval(string client) => new() { Authorization = By(client), ReviewDigest = Plan.ReviewDigest(Artifact) };

    private static Authorization By(string client) => new()
    {
        Client = client,
        DecisionId = "d",
        PolicyRevision = "r",
        Grant = "g",
        Caller = JsonSerializer.SerializeToElement(new { kind = "person", issuer = "i", subject = client, persons = new[] { $"person:{client}" }, principals = new[] { "owner" } }),
    };
}
