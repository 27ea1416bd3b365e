using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The glass is broken at a real gate, and the use of the exception is reviewed by <c>gatectl</c>.</summary>
[Parallelizable]
public class ReviewTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void CreateDirectory() => _directory = new TemporaryDirectory();

    [TearDown]
    public void DeleteDirectory() => _directory.Dispose();

    [Test]
    public async Task Use_OfAnException_IsListedUntilAPersonOfReviewByHasReviewedIt()
    {
        string id;
        await using (var dev = await DevProcess.StartAsync(_directory.Sub("state")))
        {
            await AllowBreakGlassAsync(dev);
            id = await BreakGlassAsync(dev);
            await AssertOnlyAReviewerReviewsAsync(dev, id);
        }

        await using (var again = await DevProcess.StartAsync(_directory.Sub("state")))
        {
            Assert.That(await ListAsync(again), Is.Empty, "nor after a restart");
            var all = await ListAsync(again, "--all");
            Assert.That(((string)all.Single()!["decision_id"]!, (string)all[0]!["reviewed_by"]!), Is.EqualTo((id, "person:bob")));
            var inLog = await GatectlAsync(again, "audit", "reviews", "--all");
            Assert.That(inLog.Out, Does.Contain(id).And.Match("reviewed [0-9TZ:-]+ by person:bob: looked at it"), inLog.All);
        }
    }

    private static async Task AssertOnlyAReviewerReviewsAsync(DevProcess dev, string id)
    {
        string[] review = ["audit", "review", id, "--application", "shop", "--environment", "production", "--yes"];
        var listed = await ListAsync(dev);
        var marked = await GatectlAsync(dev, "audit", "list", "--decision", id);
        var own = await GatectlAsync(dev, [.. review, "--as", "alice"]);
        var stranger = await AsAsync(dev, "carol", review);
        var code = await GatectlAsync(dev, [.. review, "--as", "shop-ci"]);
        var nowhere = await AsAsync(dev, "carol", [.. review.Select(word => word == id ? Guid.CreateVersion7().ToString() : word)]);
        var before = await ListAsync(dev);
        var reviewed = await AsAsync(dev, "bob", [.. review, "--comment", "looked at it"]);
        var twice = await AsAsync(dev, "bob", [.. review, "--comment", "once more", "--output", "json"]);
        var after = await ListAsync(dev);
        Assert.Multiple(() =>
        {
            Assert.That((string)listed.Single()!["decision_id"]!, Is.EqualTo(id));
            Assert.That((string)listed[0]!["reason"]!, Is.EqualTo("INC-4711 the shop does not sell"));
            Assert.That(listed[0]!["review_by"]!.AsArray().Select(name => (string)name!), Is.EqualTo(new[] { "person:alice", "person:bob" }));
            Assert.That(marked.Out, Does.Contain("USED break-glass, to be reviewed"), marked.All);
            Assert.That(own.ExitCode, Is.EqualTo(3), own.All);
            Assert.That(own.Error, Does.Contain("whoever stands behind the use of an exception does not review it"));
            Assert.That(stranger.ExitCode, Is.EqualTo(3), stranger.All);
            Assert.That(stranger.Error, Does.Contain("no use of an exception, or none of those that the caller reviews"));
            Assert.That(WithoutId(stranger.Error), Is.EqualTo(WithoutId(nowhere.Error)), "nobody learns whether there is one");
            Assert.That(code.ExitCode, Is.EqualTo(3), code.All);
            Assert.That(before, Has.Count.EqualTo(1));
            Assert.That(reviewed.ExitCode, Is.Zero, reviewed.All);
            Assert.That(reviewed.Out, Does.Match("reviewed by: +person:bob: looked at it"));
            Assert.That((twice.ExitCode, (string)twice.Json["comment"]!), Is.EqualTo((0, "looked at it")), twice.All);
            Assert.That(after, Is.Empty);
        });
    }

    // Alice is on call; bob has no role at all, and carol is nobody of review_by.
    private static async Task AllowBreakGlassAsync(DevProcess dev)
    {
        var policies = Path.Combine(dev.State, "policies");
        var before = await RevisionAsync(dev);
        Directory.CreateDirectory(Path.Combine(policies, "exceptions"));
        await File.AppendAllTextAsync(Path.Combine(policies, "people", "data.yaml"), "\nbob: {people: bob}\ncarol: {people: carol}\n");
        await File.WriteAllTextAsync(Path.Combine(policies, "exceptions", "data.yaml"), """
            break-glass:
              who: ["person:alice"]
              tiers: [production]
              roles: [deployer]
              reason: "INC-[0-9]+ .{10,}"
              waives: [freezes, approvals]
              review_by: ["person:alice", "person:bob"]

            """);

        // An exception that is not defined yet serves no call, and hinders none that needs none.
        for (var i = 0; i < 100 && await RevisionAsync(dev) == before; i++)
        {
            await Task.Delay(200);
        }
    }

    // The one that decides, or an error until both programs have taken it.
    private static async Task<string> RevisionAsync(DevProcess dev) =>
        (await GatectlAsync(dev, "policy", "status", "--as", "alice")).Out.TrimEnd().Split('\n')[^1];

    private static async Task<string> BreakGlassAsync(DevProcess dev)
    {
        string[] deploy = ["deploy", "shop", "production", "1.0.0", "--as", "alice", "--exception", "break-glass", "--reason", "INC-4711 the shop does not sell", "--output", "json"];
        var run = await GatectlAsync(dev, deploy);
        for (var i = 0; i < 100 && run.ExitCode == 3; i++)
        {
            await Task.Delay(200);
            run = await GatectlAsync(dev, deploy);
        }

        Assert.That(run.ExitCode, Is.Zero, run.All);
        return (string)run.Json["decision_id"]!;
    }

    private static async Task<JsonArray> ListAsync(DevProcess dev, params string[] more)
    {
        string[] list = ["audit", "reviews", "--as", "alice", "--output", "json", .. more];
        var run = await GatectlAsync(dev, list);

        // The log is read beside the calls.
        for (var i = 0; i < 50 && run.ExitCode == 5; i++)
        {
            await Task.Delay(100);
            run = await GatectlAsync(dev, list);
        }

        Assert.That(run.ExitCode, Is.Zero, run.All);
        return run.Json["reviews"]!.AsArray();
    }

    private static string WithoutId(string text) => text[..text.IndexOf("decision id", StringComparison.Ordinal)];

    private static Task<ProcessRun> GatectlAsync(DevProcess dev, params string[] arguments) => ProcessRun.RunAsync(Repository.Gatectl, [.. arguments, "--state", dev.State]);

    private static Task<ProcessRun> AsAsync(DevProcess dev, string person, params string[] arguments) =>
        ProcessRun.RunAsync(Repository.Gatectl, [.. arguments, .. StageApprovals.CallAs(dev, person)]);
}
