using System.Diagnostics;
using Deploy.V1;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Tests.Support;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Crash;

/// <summary>
/// Kills the real program at random moments, over and over, with deployments in flight. <c>DEPLOYER_CRASH_KILLS</c> sets how often;
/// where it is not set, 40 times, or as often as two minutes allow on a slow machine: <c>tests/Faults/run.sh</c> kills far more often.
/// </summary>
[TestFixture]
[Parallelizable]
[Category("Crash")]
internal sealed class KillTests
{
    private const int InFlight = 20;
    private const int Files = 30;
    private static readonly string[] Applications = ["shop", "bank", "blog", "mail", "wiki"];
    private static readonly string[] Environments = ["test", "stage"];
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(2);

    [Test]
    public async Task Kill_AtRandomMoments_EveryDeploymentEndsAndNoStepRunsTwice()
    {
        var configured = Environment.GetEnvironmentVariable("DEPLOYER_CRASH_KILLS");
        var kills = configured is null ? 40 : int.Parse(configured);
        var random = new Random(TestContext.CurrentContext.Random.Next());
        using var setup = new ProcessSetup();
        var accepted = new List<Deployment>();
        var begin = Stopwatch.GetTimestamp();
        var killed = 0;
        for (; killed < kills && (configured is not null || Stopwatch.GetElapsedTime(begin) < Enough); killed++)
        {
            using var process = setup.Start();
            if (random.Next(4) > 0)
            {
                await process.WaitReadyAsync();
                await FillAsync(setup, accepted);
            }

            await Task.Delay(random.Next(random.Next(4) == 0 ? 1000 : 250));
            process.Kill();
        }

        using (var process = setup.Start())
        {
            await process.WaitReadyAsync();
            await FinishAsync(setup, accepted);
            Assert.That(await process.TerminateAsync(), Is.Zero);
        }

        TestContext.Out.WriteLine($"{killed} kills, {accepted.Count} deployments, {Stopwatch.GetElapsedTime(begin).TotalSeconds:F0} s");
        await AssertConsistentAsync(setup, accepted);
    }

    // Keeps so many deployments open as shall be in flight, each with a version of its own.
    private static async Task FillAsync(ProcessSetup setup, List<Deployment> accepted)
    {
        using var client = new TestClient(setup.Socket, setup.Gatekeeper);
        await client.InstallSessionKeyAsync();
        var open = 0;
        foreach (var state in (State[])[State.Queued, State.Fetching, State.Verifying, State.Waiting, State.Pushing, State.Checking])
        {
            var request = new ListDeploymentsRequest { Application = "-", Environment = "-", State = state, PageSize = 1000 };
            open += (await client.Deploy.ListDeploymentsAsync(request, setup.Gatekeeper.Grant("list", "-", "-", request))).Deployments.Count;
        }

        for (; open < InFlight; open++)
        {
            var application = Applications[accepted.Count % Applications.Length];
            var version = $"1.0.{accepted.Count}";
            AddArtifact(setup, application, version);
            accepted.Add(await client.CreateAsync(TestClient.Request(Environments[accepted.Count % Environments.Length], version, application)));
        }
    }

    private static void AddArtifact(ProcessSetup setup, string application, string version)
    {
        var tar = new TarBuilder().File("version.txt", version);
        for (var i = 0; i < Files; i++)
        {
            tar.File($"data/{i}", $"{application} {version} {i}");
        }

        File.WriteAllBytes(setup.DirectoryPath.Combine("artifacts", $"{application}-{version}.tar.gz"), tar.ToGzip());
    }

    private static async Task FinishAsync(ProcessSetup setup, List<Deployment> accepted)
    {
        using var client = new TestClient(setup.Socket, setup.Gatekeeper);
        await client.InstallSessionKeyAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        foreach (var deployment in accepted)
        {
            var seen = await client.WatchAsync(deployment, limit.Token);
            Assert.That(seen[^1].Deployment.State, Is.EqualTo(State.Succeeded).Or.EqualTo(State.Superseded), seen[^1].Deployment.Error);
        }
    }

    private static async Task AssertConsistentAsync(ProcessSetup setup, List<Deployment> accepted)
    {
        await using var journal = new DeploymentJournal(Path.Combine(setup.State, "journal.db"), TimeProvider.System);
        Assert.That(journal.OpenAtStart, Is.Empty);
        foreach (var deployment in accepted)
        {
            AssertEachStepOnce(journal.Find(deployment.DeploymentId)!);
        }

        foreach (var lane in accepted.GroupBy(d => new Lane(d.Application, d.Environment)))
        {
            DeploymentHistory[] succeeded = [.. lane.Select(d => journal.Find(d.DeploymentId)!).Where(h => h.Snapshot.State == State.Succeeded)];
            AssertTarget(setup.DirectoryPath.Combine("targets", lane.Key.Application, lane.Key.Environment), lane.Key, [.. succeeded.Select(h => h.Snapshot.Request.Version)]);
            AssertOneAfterTheOther(succeeded);
        }

        Assert.That(Directory.GetFileSystemEntries(Path.Combine(setup.State, "work")), Is.Empty, "nothing is left of the work");
    }

    // Planned it is anew whenever the target has changed meanwhile, and it may wait; nothing else happens twice. What a later request has overtaken
    // has not begun to push.
    private static void AssertEachStepOnce(DeploymentHistory history)
    {
        var steps = new List<string>();
        foreach (var fact in history.Facts.Select(f => f.Fact).Where(f => f is not (AttemptStarted or ExecutionDeferred)))
        {
            if (fact is not DeploymentPlanned || steps[^1] != nameof(DeploymentPlanned))
            {
                steps.Add(fact.GetType().Name);
            }
        }

        string[] preparing = [nameof(DeploymentAccepted), nameof(ArtifactFetched), nameof(ArtifactVerified), nameof(DeploymentPlanned)];
        if (history.Snapshot.State == State.Superseded)
        {
            Assert.That(steps[^1], Is.EqualTo(nameof(DeploymentSuperseded)));
            Assert.That(steps[..^1], Is.EqualTo(preparing.Take(steps.Count - 1)));
        }
        else
        {
            Assert.That(steps, Is.EqualTo((string[])[.. preparing, nameof(PushStarted), nameof(ReleaseSwitched), nameof(DeploymentSucceeded)]));
        }

        Assert.That(history.Facts.Select(f => f.Fact).OfType<AttemptStarted>().Select(a => a.Attempt), Is.EqualTo(Enumerable.Range(1, history.Snapshot.Attempts)));
    }

    // Each push found current what the one before it had made current: none ran out of its turn, none twice.
    private static void AssertOneAfterTheOther(DeploymentHistory[] lane)
    {
        var previous = "";
        foreach (var push in lane.Select(h => h.Snapshot.Push!))
        {
            Assert.That(push.Previous, Is.EqualTo(previous));
            previous = push.Release;
        }
    }

    private static void AssertTarget(string target, Lane lane, string[] versions)
    {
        Assert.That(Directory.GetFileSystemEntries(target).Select(Path.GetFileName), Is.EquivalentTo((string[])["releases", "current"]));
        string[] releases = [.. Directory.GetFileSystemEntries(Path.Combine(target, "releases")).Select(p => Path.GetFileName(p)!)];
        Assert.That(releases.Select(r => r[..r.LastIndexOf('-')]), Is.EquivalentTo(versions));
        Assert.That(File.ReadAllText(Path.Combine(target, "current", "version.txt")), Is.EqualTo(versions[^1]));
        foreach (var release in releases)
        {
            var version = release[..release.LastIndexOf('-')];
            var directory = Path.Combine(target, "releases", release);
            Assert.That(Directory.GetFiles(directory, "*", SearchOption.AllDirectories), Has.Length.EqualTo(Files + 1));
            for (var i = 0; i < Files; i++)
            {
                Assert.That(File.ReadAllText(Path.Combine(directory, "data", $"{i}")), Is.EqualTo($"{lane.Application} {version} {i}"));
            }
        }
    }
}
