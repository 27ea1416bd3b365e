using System.Globalization;
using System.Text.Json;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments;

/// <summary>
/// A theme: where the next rollback goes, and what still counts for promotion, after each of many histories. All of it was worked out by hand.
/// </summary>
/// <remarks>
/// A step <c>2b</c> deploys version 2, whose artifact is <c>b</c>; <c>back</c> rolls back without naming a goal; <c>to:1</c> rolls back to the
/// deployment of the first step. How it ends stands behind it: as a success, or <c>!</c> failed and the target unchanged, <c>?</c> failed and
/// nobody knows what is at the target (here always the new release), <c>&lt;</c> taken back after its switch, <c>^</c> aborted and taken back,
/// <c>.</c> failed before its push, <c>~</c> still being pushed, <c>…</c> not begun to push.
/// What is expected of the next rollback: the step whose deployment it goes to; or <c>missing</c>, there is nothing; or <c>unclear</c> with the
/// steps that the refusal names as choices.
/// </remarks>
[TestFixture]
internal sealed class RollbackTableTests
{
    private static readonly Lane Test = new("shop", "test");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> _ids = [];
    private TestDirectory _directory = null!;
    private DeploymentJournal _journal = null!;
    private string _current = "";

    [SetUp]
    public void Open()
    {
        _directory = new TestDirectory();
        _journal = new DeploymentJournal(_directory.Combine("journal.db"), _time);
        _ids.Clear();
        _current = "";
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _journal.DisposeAsync();
        _directory.Dispose();
    }

    [TestCase("", "missing", "", "")]
    [TestCase("1a", "missing", "a", "")]
    [TestCase("1a 2b", "1", "ab", "")]
    [TestCase("1a 2b 3c", "2", "abc", "")]

    // One further back each time, never forward.
    [TestCase("1a 2b 3c back", "1", "ab", "c")]
    [TestCase("1a 2b 3c back back", "missing", "a", "bc")]
    [TestCase("1a 2b 3c 4d back back", "1", "ab", "cd")]

    // What was undone is passed by once there is something new; deployed anew it stands again.
    [TestCase("1a 2b back 3c", "1", "ac", "b")]
    [TestCase("1a 2b back 2b", "1", "ab", "")]
    [TestCase("1a 2b back 2b back", "missing", "a", "b")]
    [TestCase("1a 2b 3c back 3c", "2", "abc", "")]

    // A push that has changed nothing leaves the success before it current: going back from that must be said.
    [TestCase("1a 2b 3c!", "unclear 1", "ab", "")]
    [TestCase("1a 2b 3c! 4d!", "unclear 1", "ab", "")]
    [TestCase("1a 2b 3c! 4d", "2", "abd", "")]
    [TestCase("1a!", "missing", "", "")]
    [TestCase("1a 2b!", "unclear", "a", "")]

    // Where nobody knows what is there, the last success is what to go back to.
    [TestCase("1a?", "missing", "", "")]
    [TestCase("1a 2b 3c?", "2", "ab", "")]
    [TestCase("1a 2b 3c? 4d?", "2", "ab", "")]
    [TestCase("1a 2b 3c? back", "1", "ab", "")]
    [TestCase("1a 2b 3c? back back", "missing", "a", "b")]
    [TestCase("1a 2b 3c? 3c", "2", "abc", "")]

    // The fourth left the target as the third had left it, and that is no success.
    [TestCase("1a 2b 3c? 4d!", "2", "ab", "")]
    [TestCase("1a 2b 3c? 4d<", "unclear 2 1", "ab", "")]

    // What was taken back has never succeeded here, so there is no success to undo.
    [TestCase("1a 2b 3c<", "unclear 1", "ab", "")]
    [TestCase("1a 2b 3c^", "unclear 1", "ab", "")]
    [TestCase("1a 2b 3c< 4d", "2", "abd", "")]

    // It had, before: those bytes are good no more, and nobody goes back to them without naming them.
    [TestCase("1a 2b 1a<", "unclear", "b", "a")]
    [TestCase("1a 2b 1a< 3c", "2", "bc", "a")]
    [TestCase("1a 2b 1a< 3c to:1", "4", "abc", "")]

    // The same release again: it was current before, so nothing was taken back, and it still is.
    [TestCase("1a 2b 2b<", "unclear 1", "ab", "")]

    // A push that failed before it began says nothing of the target.
    [TestCase("1a 2b 3c.", "1", "ab", "")]
    [TestCase("1a 2b 3c…", "1", "ab", "")]

    // Rollbacks fail like other deployments.
    [TestCase("1a 2b back!", "unclear 1", "ab", "")]
    [TestCase("1a 2b back?", "2", "ab", "")]
    [TestCase("1a 2b back? back", "1", "ab", "")]
    [TestCase("1a 2b back<", "unclear", "b", "a")]
    [TestCase("1a 2b 3c back<", "unclear 1", "ac", "b")]
    [TestCase("1a 2b 3c back.", "2", "abc", "")]

    // Other versions of the same bytes: what is at the target would be the same, so they are no way back.
    [TestCase("1a 1a", "missing", "a", "")]
    [TestCase("1a 2a", "missing", "a", "")]
    [TestCase("1a 2b 3b", "1", "ab", "")]
    [TestCase("1a 2b 3b back", "missing", "a", "b")]
    [TestCase("1a 2b 3a", "2", "ab", "")]

    // The first success stands as the nearest with other bytes; as bytes, they were undone with the third.
    [TestCase("1a 2b 3a back", "1", "b", "a")]
    [TestCase("1a 2b 3a back back", "missing", "", "ab")]

    // Taken back under another version, the same bytes stay current, and count no more.
    [TestCase("1a 2a<", "unclear", "", "a")]
    [TestCase("1a 2a< 3b", "1", "b", "a")]

    // By id: whatever stood above the goal is undone, except where it is the same bytes.
    [TestCase("1a 2b 3c to:1", "missing", "a", "bc")]
    [TestCase("1a 2a to:1", "missing", "a", "")]
    [TestCase("1a 2b 3a to:1", "missing", "a", "b")]
    [TestCase("1a 2b to:2", "1", "ab", "")]

    // What was undone and is named stands again, above what was current.
    [TestCase("1a 2b 3c to:1 to:2", "1", "ab", "c")]
    [TestCase("1a 2b 3c to:1 to:3", "1", "ac", "b")]
    [TestCase("1a 2b 3c to:1 to:3 back", "missing", "a", "bc")]
    [TestCase("1a 2b back to:2", "1", "ab", "")]

    // A rollback as the goal is what it went back to.
    [TestCase("1a 2b 3c to:1 to:3 to:4", "missing", "a", "bc")]
    [TestCase("1a 2b back to:3", "missing", "a", "b")]
    [TestCase("1a 2b back 3c to:3", "missing", "a", "bc")]
    [TestCase("1a 2a 3c to:1 4d to:4", "missing", "a", "cd")]
    [TestCase("1a 2b to:1 to:2 3c back", "1", "ab", "c")]

    // While something is under way, nobody knows yet.
    [TestCase("1a 2b 3c~", "unclear 2 1", "ab", "")]
    [TestCase("1a 2b back~", "unclear 2 1", "ab", "")]
    [TestCase("1a 2b back…", "unclear 2 1", "ab", "")]
    [TestCase("1a 2b 3c 4d 5e 6f 7g~", "unclear 6 5 4 3 2", "abcdef", "")]
    public async Task Rollback_AfterAHistory_GoesWhereItShould(string history, string next, string succeeded, string undone)
    {
        foreach (var step in history.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await StepAsync(Test, step);
        }

        // What others do to their own says nothing here.
        var mine = _ids.Count;
        await StepAsync(new Lane("shop", "stage"), "9z");
        await StepAsync(new Lane("bank", "test"), "9y");

        Assert.Multiple(() =>
        {
            Assert.That(Describe(Goal(), mine), Is.EqualTo(next));
            Assert.That(Where(promotions => promotions.SucceededIn), Is.EqualTo(succeeded), "succeeded_in");
            Assert.That(Where(promotions => promotions.Undone), Is.EqualTo(undone), "undone");
        });

        // The facts alone say the same.
        AssertRebuilt();
    }

    [Test]
    public async Task Rollback_OfWhatSucceededElsewhere_TakesNoPromotionThere()
    {
        var stage = new Lane("shop", "stage");
        foreach (var step in (string[])["1a", "2b"])
        {
            await StepAsync(stage, step);
            await StepAsync(Test, step);
        }

        _current = "2-b";
        await StepAsync(Test, "back");
        var promotions = _journal.Promotions("shop", Digest("b"));
        Assert.That((promotions.SucceededIn, promotions.Undone), Is.EqualTo(((string[])["stage"], (string[])["test"])));
        Assert.That(_journal.Promotions("bank", Digest("b")).SucceededIn, Is.Empty, "another application's");
    }

    private void AssertRebuilt()
    {
        var before = Book();
        using (var connection = new JournalDatabase(_directory.Combine("journal.db")).OpenForWriting())
        {
            LaneBook.Rebuild(connection);
        }

        Assert.That(Book(), Is.EqualTo(before));
    }

    private string Book()
    {
        using var connection = new JournalDatabase(_directory.Combine("journal.db")).OpenForReading();
        string[] stack = [.. LaneBook.Stack(connection, Test, 100).Select(success => $"{success}")];
        return $"{string.Join('\n', stack)}\n{LaneBook.LastPush(connection, Test)}\n{Where(p => p.SucceededIn)}\n{Where(p => p.Undone)}";
    }

    private string Where(Func<Promotions, IReadOnlyList<string>> of) =>
        string.Concat("abcdefgh".Where(artifact => of(_journal.Promotions("shop", Digest($"{artifact}"))).Contains("test")));

    private string Describe(RollbackGoal goal, int steps) => goal switch
    {
        { Success: { } success } => $"{_ids.IndexOf(success.Deployment) + 1}",
        { Refusal: CallRefusal.NotFound } => "missing",
        { Refusal: CallRefusal.WrongState } => $"unclear {string.Join(' ', Choices(goal.Problem, steps))}".TrimEnd(),
        _ => "neither",
    };

    // In the order in which they are named.
    private IEnumerable<int> Choices(string problem, int steps)
    {
        var choices = problem.IndexOf("by deployment_id: ", StringComparison.Ordinal);
        return choices < 0
            ? []
            : Enumerable.Range(1, steps).Where(step => problem.IndexOf(_ids[step - 1], choices, StringComparison.Ordinal) >= 0).OrderBy(step => problem.IndexOf(_ids[step - 1], choices, StringComparison.Ordinal));
    }

    private RollbackGoal Goal() => _journal.WriteAsync(t =>
        Rollbacks.Find(t.Stack(Test, Rollbacks.MaxDepth), t.LastPush(Test), t.OpenIn(Test).Exists(open => open.Request.RollbackOf.Length > 0))).GetAwaiter().GetResult();

    private async Task StepAsync(Lane lane, string step)
    {
        var end = char.IsLetterOrDigit(step[^1]) ? ' ' : step[^1];
        var what = step.TrimEnd('!', '?', '<', '^', '.', '~', '…');
        var (version, artifact, of) = what switch
        {
            "back" => Of(Goal().Success!),
            ['t', 'o', ':', .. var number] => Of(ById(_ids[int.Parse(number, CultureInfo.InvariantCulture) - 1])),
            _ => (what[..^1], what[^1..], ""),
        };
        var id = $"d-{_ids.Count + 1:D2}";
        _ids.Add(id);
        var accepted = new DeploymentAccepted
        {
            Application = lane.Application, Environment = lane.Environment, Version = version, Digest = Digest(artifact), RollbackOf = of, IsDecidedAtExecution = true, Authorization = By("ci"),
        };
        var facts = Facts(version, artifact, end).ToList();
        await _journal.WriteAsync(t =>
        {
            t.Begin(id, accepted, accepted.Fingerprint(), SomeCall.Kept);
            foreach (var fact in facts)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                var refusal = t.Append(id, fact).Refusal;
                if (refusal != TransitionRefusal.None)
                {
                    throw new InvalidOperationException($"{step}: {fact}: {refusal}");
                }
            }

            return id;
        });
    }

    private IEnumerable<DeploymentFact> Facts(string version, string artifact, char end)
    {
        var release = $"{version}-{artifact}";
        var failed = new DeploymentFailed { Error = "it broke", IsTargetUnchanged = end == '!' };
        if (end == '…')
        {
            return [];
        }

        DeploymentFact[] prepared =
        [
            new AttemptStarted { Attempt = 1 },
            new ArtifactFetched { Name = $"shop-{version}.zip", Digest = Digest(artifact), Size = 1, Source = "directory" },
            new ArtifactVerified { PolicyRevision = "r" },
            new DeploymentPlanned { DestinationDigest = "sha256:d", ReplacesRelease = _current },
        ];
        if (end == '.')
        {
            return [.. prepared, failed];
        }

        DeploymentFact[] pushing = [.. prepared, new PushStarted { Release = release, Previous = _current }];
        _current = end is ' ' or '?' ? release : _current;
        return end switch
        {
            ' ' => [.. pushing, new ReleaseSwitched(), new DeploymentSucceeded()],
            '<' => [.. pushing, new ReleaseSwitched(), new RollbackStarted { Error = "sick" }, new RollbackFinished()],
            '^' => [.. pushing, new AbortRequested { Authorization = By("ci") }, new RollbackStarted { Error = "aborted" }, new RollbackFinished()],
            '~' => pushing,
            _ => [.. pushing, failed],
        };
    }

    private Success ById(string id) => _journal.Find(id)!.Snapshot is { State: State.Succeeded } found
        ? new Success(id, found.Request.Version, found.Digest, found.Push!.Release)
        : throw new AssertionException($"{id} has not succeeded.");

    private static (string Version, string Artifact, string Of) Of(Success success) => (success.Version, success.Release[^1..], success.Deployment);

    private static string Digest(string artifact) => "sha256:" + new string('0', 62) + Convert.ToHexStringLower([(byte)artifact[0]]);

    private static Authorization By(string client) => new() { Client = client, DecisionId = "d", PolicyRevision = "r", Grant = "g", Caller = JsonSerializer.SerializeToElement(new { kind = "code" }) };
}
