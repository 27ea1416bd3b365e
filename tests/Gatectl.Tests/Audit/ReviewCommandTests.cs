using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using State = Deploy.V1.Review.Types.State;

namespace Gatectl.Tests.Audit;

/// <summary><c>gatectl audit review</c> and, through a gate, <c>gatectl audit reviews</c>.</summary>
public class ReviewCommandTests
{
    private const string Id = "019e0000-0000-7000-8000-000000000001";

    private static readonly string[] Command = ["audit", "review", Id, "--application", "shop", "--environment", "production-eu"];

    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp()
    {
        _gate = await FakeGate.StartAsync();
        _gate.Audit.List = _ => new ListReviewsResponse { Reviews = { Due() } };
        _gate.Audit.Review = request => Done(request.Comment);
    }

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [Test]
    public async Task Review_AnsweredWithYes_ShowsWhatIsReviewedAndSendsIt()
    {
        var run = await _gate.RunInteractiveAsync("y\n", [.. Command, "--comment", "fine"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(run.Out, Does.StartWith("""
                decision:        019e0000-0000-7000-8000-000000000001
                time:            2026-12-01T10:00:00Z
                exceptions:      break-glass
                what:            deploy of shop in production-eu
                client:          person:lee
                persons behind:  person:lee
                reason given:    INC-1 it is \u{1b}[2Jdown
                review by:       team:security
                Reviewed? [y/N] decision:
                """.Replace("\r", "", StringComparison.Ordinal)));
            Assert.That(run.Out, Does.Match("reviewed by: +person:kim: fine\nreviewed: +2026-12-01T12:00:00Z\nreview decision: r1\n$"));
            Assert.That(_gate.Audit.Calls[0], Is.EqualTo(new ListReviewsRequest { Application = "shop", Environment = "production-eu", DecisionId = Id, PageSize = 1 }));
            Assert.That(_gate.Audit.Calls[1], Is.EqualTo(new ReviewDecisionRequest { Application = "shop", Environment = "production-eu", DecisionId = Id, Comment = "fine" }));
        });
    }

    [TestCase("n\n")]
    [TestCase("")]
    public async Task Review_AnsweredWithAnythingElse_SendsNothing(string answer)
    {
        var run = await _gate.RunInteractiveAsync(answer, Command);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCode.Failed, "gatectl: not reviewed: the answer was not yes.\n")));
        Assert.That(_gate.Audit.Calls, Has.None.InstanceOf<ReviewDecisionRequest>());
    }

    [Test]
    public async Task Review_WithNobodyToAsk_NeedsYes()
    {
        var run = await _gate.RunAsync(Command);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("--yes").And.Contain("'gatectl audit reviews --gate --application shop --environment production-eu'"));
        Assert.That(_gate.Audit.Calls, Is.Empty);
    }

    [Test]
    public async Task Review_WithYesInJson_IsTheReview()
    {
        var run = await _gate.RunAsync([.. Command, "--yes", "--output", "json"]);
        Assert.That((run.ExitCode, (string)run.Json["state"]!, (string)run.Json["reviewed_by"]!), Is.EqualTo((ExitCode.Done, "DONE", "person:kim")));
        Assert.That(_gate.Audit.Calls.Single(), Is.InstanceOf<ReviewDecisionRequest>());
    }

    [Test]
    public async Task Review_OfWhatIsReviewed_SaysByWhomAndSendsNothing()
    {
        _gate.Audit.List = _ => new ListReviewsResponse { Reviews = { Done("") } };
        var run = await _gate.RunInteractiveAsync("y\n", Command);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(run.Out, Does.Contain("it was reviewed before, by person:kim.").And.Not.Contain("[y/N]"));
        Assert.That(_gate.Audit.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Review_OfWhatTheGateDoesNotHave_Fails()
    {
        _gate.Audit.List = _ => new ListReviewsResponse();
        var run = await _gate.RunInteractiveAsync("y\n", Command);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(run.Error, Does.Contain("no use of an exception").And.Contain("A gatekeeper knows those that it has decided itself."));
    }

    [Test]
    public async Task Review_ThatCannotBeShown_SaysWhatToDo()
    {
        _gate.Audit.List = _ => throw new RpcException(new Status(StatusCode.PermissionDenied, "Denied by policy"));
        var run = await _gate.RunInteractiveAsync("y\n", Command);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Denied));
        Assert.That(run.Error, Does.Contain("read_audit").And.Contain("--yes"));
    }

    [Test]
    public async Task Review_Refused_IsDenied()
    {
        _gate.Audit.Review = _ => throw new RpcException(new Status(StatusCode.PermissionDenied, "whoever stands behind the use does not review it"));
        var run = await _gate.RunAsync([.. Command, "--yes"]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCode.Denied, "gatectl: whoever stands behind the use does not review it\n")));
    }

    [Test]
    public async Task Review_WithoutItsPlace_IsAUsageFailure() =>
        Assert.That((await _gate.RunAsync("audit", "review", Id)).ExitCode, Is.EqualTo(ExitCode.Usage));

    [Test]
    public async Task Reviews_ThroughTheGate_IsATableOfEightyColumns()
    {
        _gate.Audit.List = _ => new ListReviewsResponse { Reviews = { Due(), Done("fine") } };
        var run = await _gate.RunAsync("audit", "reviews", "--gate", "--all", "--application", "shop");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(run.Out, Is.EqualTo("""
                DECISION                              TIME                  EXCEPTIONS
                  CLIENT      APPLICATION  ENVIRONMENT    REVIEW BY
                019e0000-0000-7000-8000-000000000001  2026-12-01T10:00:00Z  break-glass
                  person:lee  shop         production-eu  team:security
                019e0000-0000-7000-8000-000000000001  2026-12-01T10:00:00Z  break-glass
                  person:lee  shop         production-eu  team:security
                  reviewed 2026-12-01T12:00:00Z by person:kim: fine

                """));
            Assert.That(run.Out.Split('\n').Max(line => line.Length), Is.AtMost(80));
            Assert.That(_gate.Audit.Calls.Single(), Is.EqualTo(new ListReviewsRequest { Application = "shop", Environment = "-", PageSize = 50 }));
        });
    }

    [Test]
    public async Task Reviews_OfSeveralPages_AsksForThemAll()
    {
        _gate.Audit.List = request => new ListReviewsResponse { Reviews = { Due() }, NextPageToken = request.PageToken.Length < 2 ? request.PageToken + "a" : "", Incomplete = true };
        var run = await _gate.RunAsync("audit", "reviews", "--as", "alice", "--output", "json");
        Assert.Multiple(() =>
        {
            Assert.That(run.Json["reviews"]!.AsArray(), Has.Count.EqualTo(3));
            Assert.That(((bool)run.Json["more"]!, (bool)run.Json["incomplete"]!), Is.EqualTo((false, true)));
            Assert.That(_gate.Audit.Calls.Cast<ListReviewsRequest>().Select(call => (call.State, call.PageToken)), Is.EqualTo(new[] { (State.Due, ""), (State.Due, "a"), (State.Due, "aa") }));
        });
    }

    [Test]
    public async Task Reviews_OfALogAndAGate_IsAUsageFailure()
    {
        var run = await _gate.RunAsync("audit", "reviews", "--gate", "--log", "audit");
        Assert.That((run.ExitCode, _gate.Audit.Calls.Count), Is.EqualTo((ExitCode.Usage, 0)));
    }

    private static Review Due() => new()
    {
        DecisionId = Id,
        Application = "shop",
        Environment = "production-eu",
        Action = "deploy",
        Client = "person:lee",
        Persons = { "person:lee" },
        Exceptions = { "break-glass" },
        Reason = "INC-1 it is \u001b[2Jdown",
        CreateTime = At(10),
        ReviewBy = { "team:security" },
        State = State.Due,
    };

    private static Review Done(string comment) =>
        new(Due()) { State = State.Done, ReviewedBy = "person:kim", Comment = comment, ReviewTime = At(12), ReviewDecisionId = "r1" };

    private static Timestamp At(int hour) => Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 12, 1, hour, 0, 0, TimeSpan.Zero));
}
