using Gatectl.CommandLine;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Audit;

/// <summary><c>gatectl audit reviews</c> and <c>audit list</c> over logs on this machine, where there is no gate.</summary>
public class ReviewsInLogsTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void WriteLogs()
    {
        _directory = new TemporaryDirectory();
        Write("one", Use(0, "d1", "10:00"), Use(1, "d2", "10:02"), Review(2, "d1", "11:00"));
        Write("two", Use(0, "d3", "10:01"), Use(1, "d4", "10:03")[..^9]);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Reviews_OfTwoLogs_ShowsWhatIsDueInTheOrderOfTime()
    {
        var run = await RunAsync("reviews", "--log", "one", "--log", "two");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(run.Out, Is.EqualTo("""
            DECISION  TIME                  EXCEPTIONS
              CLIENT      APPLICATION  ENVIRONMENT    REVIEW BY
            d3        2026-12-01T10:01:00Z  break-glass
              person:lee  shop         production-eu  team:security
            d2        2026-12-01T10:02:00Z  break-glass
              person:lee  shop         production-eu  team:security

            """));
    }

    [Test]
    public async Task Reviews_All_ShowsWhoReviewed()
    {
        var run = await RunAsync("reviews", "--log", "one", "--all", "--output", "json");
        Assert.That(
            run.Json["reviews"]!.AsArray().Select(review => ((string)review!["decision_id"]!, (string)review["state"]!, (string)review["reviewed_by"]!, (string)review["comment"]!)),
            Is.EqualTo(new[] { ("d1", "DONE", "person:kim", "fine"), ("d2", "DUE", "", "") }));
    }

    [Test]
    public async Task Reviews_MoreThanTheLimit_SaysSo()
    {
        var run = await RunAsync("reviews", "--log", "one", "--log", "two", "--limit", "1");
        Assert.That(run.Out, Does.Contain("d3 ").And.Not.Contain("d2").And.Contain("there are more; ask for them with --limit."));
    }

    [TestCase("--application", "cart")]
    [TestCase("--environment", "test")]
    public async Task Reviews_OfSomethingElse_AreNone(string option, string value) =>
        Assert.That((await RunAsync("reviews", "--log", "one", option, value)).Out, Is.EqualTo("nothing to review.\n"));

    [Test]
    public async Task Reviews_WithoutALog_IsAUsageFailure() => Assert.That((await RunAsync("reviews")).ExitCode, Is.EqualTo(ExitCode.Usage));

    [Test]
    public async Task List_OfUsesAndReviews_ShowsTheMarks()
    {
        var run = await RunAsync("list", "--log", "one");
        Assert.That(run.Out, Does.Contain("USED break-glass, to be reviewed; granted by").And.Contain("reviewed d1; reviews the use"));
    }

    // As refused callers bring them in: an id that is broken over two lines is no id.
    [TestCase(900)]
    [TestCase(20_000)]
    public async Task List_OfALongReason_KeepsEachRecordOnItsLine(int length)
    {
        const string Id = "01a22dce-55ab-7e69-971d-65168fe6fc28";
        Write("long", Record(0, Id, "10:00", "person:lee", "", """{"action":"deploy","application":"shop","environment":"test"}""", "short"),
            Record(1, "d2", "10:01", "person:lee", "", """{"action":"deploy","application":"shop","environment":"test"}""", new string('x', length)));

        var lines = (await RunAsync("list", "--log", "long")).Out.TrimEnd('\n').Split('\n');

        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines[1], Does.Contain($"allowed  {Id}  short"));
        Assert.That(lines[2], Does.Contain(new string('x', Math.Min(length, 1000))));
    }

    // Its id was not known yet when it was decided about.
    [Test]
    public async Task List_OfADeployment_HasTheDecisionThatCreatedIt()
    {
        const string Time = "2026-12-01T10:00:00.0000000Z";
        Write(
            "gate",
            $$$"""{"seq":0,"kind":"decision","decision_id":"d1","timestamp":"{{{Time}}}","allowed":true,"path":"gatekeeper/decision","input":{"action":"deploy"},"result":{"reasons":["asked"]}}""" + "\n",
            $$$"""{"seq":1,"kind":"decision","decision_id":"d2","timestamp":"{{{Time}}}","allowed":true,"path":"gatekeeper/decision","input":{"action":"deploy"},"result":{"reasons":["another"]}}""" + "\n",
            $$$"""{"seq":2,"kind":"decision","decision_id":"d3","timestamp":"{{{Time}}}","allowed":true,"path":"gatekeeper/decision","execution":{"deployment_id":"x1","request_decision_id":"d1"},"input":{"action":"deploy"},"result":{"reasons":["again"]}}""" + "\n");
        Write("worker", $$$"""{"seq":0,"kind":"stopped","timestamp":"{{{Time}}}","deployment":{"deployment_id":"x2"},"request_decision_id":"d2"}""" + "\n");

        Assert.That((await RunAsync("list", "--log", "gate", "--log", "worker", "--deployment", "x1")).Out, Does.Contain("asked").And.Contain("again").And.Not.Contain("another").And.Not.Contain("stopped"));
        Assert.That((await RunAsync("list", "--log", "gate", "--log", "worker", "--deployment", "x2")).Out, Does.Contain("another").And.Contain("stopped").And.Not.Contain("asked"));
        Assert.That((await RunAsync("list", "--log", "gate", "--deployment", "x3")).Out, Does.Not.Contain("d1"));
    }

    [Test]
    public async Task List_OfARefusedToken_ShowsWhatTheCallerIsNotTold()
    {
        Write("three", """
            {"seq":0,"kind":"refusal","decision_id":"d5","timestamp":"2026-12-01T10:00:00.0000000Z","reason":"TOKEN_AUDIENCE","detail":"not for this gate","token":{"fault":"Audience","issuer":"https://id.test","kid":"one","aud":["a","b"],"azp":"c"}}

            """);
        var run = await RunAsync("list", "--log", "three");
        Assert.That(run.Out, Does.Contain("TOKEN_AUDIENCE: not for this gate (fault Audience, issuer https://id.test, kid one, aud a and b, azp c)"));
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["audit", .. arguments]);

    private void Write(string log, params string[] lines) => _directory.File($"{log}/records-00000000000000000000.jsonl", string.Concat(lines));

    private static string Use(int number, string id, string time) =>
        Record(number, id, time, "person:lee", ""","exceptions":["break-glass"],"review":"due","review_by":["team:security"]""", """{"action":"deploy","application":"shop","environment":"production-eu","request":{"reason":"INC-1"}}""", "granted by the role deployer");

    private static string Review(int number, string use, string time) =>
        Record(number, "r1", time, "person:kim", $""","reviewed":"{use}" """.TrimEnd(), """{"action":"review","application":"shop","environment":"production-eu","request":{"comment":"fine","decision":{"exceptions":["break-glass"]}}}""", "reviews the use of the exception break-glass");

    private static string Record(int number, string id, string time, string client, string marks, string input, string reason) =>
        $$$"""{"seq":{{{number}}},"kind":"decision","decision_id":"{{{id}}}","timestamp":"2026-12-01T{{{time}}}:00.0000000Z","allowed":true,"client":"{{{client}}}"{{{marks}}},"input":{{{input}}},"result":{"reasons":["{{{reason}}}"]}}""" + "\n";
}
