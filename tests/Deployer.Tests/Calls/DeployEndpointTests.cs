using System.Security.Cryptography;
using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Contract.Grants;
using Grpc.Core;
using Rego.Values;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Calls;

[TestFixture]
internal sealed class DeployEndpointTests
{
    private const string Alice = """{"kind":"person","issuer":"https://id.test","subject":"alice","persons":["person:alice"],"principals":["person:alice","team:release"]}""";
    private const string Bob = """{"kind":"person","issuer":"https://id.test","subject":"bob","persons":["person:bob"],"principals":["person:bob","team:release"]}""";

    private TestDeployer _deployer = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        _client = await _deployer.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    // What stands between could take a watch without an answer for one that hangs.
    [Test]
    public async Task WatchDeployment_NothingNewYet_BeginsAtOnce()
    {
        _deployer.AddArtifact("1.0.0");
        var request = TestClient.Request();
        request.NotBefore = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(1));
        var waiting = await _client.WaitForAsync(await _client.CreateAsync(request), State.Waiting);
        var watch = new WatchDeploymentRequest { Application = waiting.Application, Environment = waiting.Environment, DeploymentId = waiting.DeploymentId, After = 1_000 };
        using var call = _client.Deploy.WatchDeployment(watch, _client.Gatekeeper.Grant("watch", waiting.Application, waiting.Environment, watch));

        Assert.That(async () => await call.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(10)), Throws.Nothing);
    }

    [Test]
    public async Task CreateDeployment_WithArtifact_LandsInTarget()
    {
        var artifact = _deployer.AddArtifact("1.0.0");

        var created = await _client.CreateAsync(TestClient.Request());
        var seen = await _client.WatchAsync(created, after: 1);
        var done = seen[^1].Deployment;

        Assert.Multiple(() =>
        {
            Assert.That(created.State, Is.EqualTo(State.Queued));
            Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
            Assert.That(done.Digest, Is.EqualTo("sha256:" + Convert.ToHexStringLower(SHA256.HashData(artifact))));
            Assert.That((done.RequestedBy, done.Attempts), Is.EqualTo(("shop-ci", 1)));
            Assert.That(new FileInfo(_deployer.Current()).LinkTarget, Is.EqualTo($"releases/1.0.0-{done.Digest[7..]}"));
            Assert.That(Directory.GetFiles(_deployer.Current() + "/", "*", SearchOption.AllDirectories).Select(Path.GetFileName), Is.EquivalentTo((string[])["run", "version.txt"]));
            Assert.That(seen.Select(s => s.Message), Has.All.Not.Empty);
            Assert.That(
                seen.Select(s => s.Deployment.State),
                Is.EqualTo((State[])[State.Fetching, State.Verifying, State.Verifying, State.Waiting, State.Pushing, State.Checking, State.Succeeded]));
            Assert.That(seen.Select(s => s.Event), Is.EqualTo(Enumerable.Range(2, seen.Count)));
        });
    }

    [Test]
    public async Task CreateDeployment_Zip_LandsInTarget()
    {
        File.WriteAllBytes(_deployer.DirectoryPath.Combine("artifacts", "shop-2.0.0.zip"), new ZipBuilder().File("a/b", "zip").ToArray());
        Assert.That((await _client.DeployAsync(TestClient.Request(version: "2.0.0"))).State, Is.EqualTo(State.Succeeded));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "a/b")), Is.EqualTo("zip"));
    }

    [Test]
    public async Task CreateDeployment_NoArtifact_FailsAndLeavesTarget()
    {
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That((done.State, done.Error), Is.EqualTo((State.Failed, "The source has no 'shop-1.0.0.tar.gz' and no 'shop-1.0.0.zip'.")));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    [Test]
    public async Task CreateDeployment_OtherDigestThanAsked_FailsAndLeavesTarget()
    {
        _deployer.AddArtifact("1.0.0");
        var request = TestClient.Request();
        request.Digest = "sha256:" + new string('a', 64);
        var done = await _client.DeployAsync(request);
        Assert.That(done.State, Is.EqualTo(State.Failed));
        Assert.That(done.Error, Does.Contain("not the one asked for"));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    [TestCase("{0}  shop-1.0.0.tar.gz\n", true)]
    [TestCase("{0} *shop-1.0.0.tar.gz\n", true)]
    [TestCase("{0}", true)]
    [TestCase("{0}  other.tar.gz\n", false)]
    [TestCase("aaaa", false)]
    [TestCase("", false)]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000  shop-1.0.0.tar.gz", false)]
    public async Task CreateDeployment_WithChecksumFile_MustAgree(string text, bool isGood)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(_deployer.AddArtifact("1.0.0")));
        _deployer.DirectoryPath.Write("artifacts/shop-1.0.0.tar.gz.sha256", string.Format(text, digest));
        Assert.That((await _client.DeployAsync(TestClient.Request())).State, Is.EqualTo(isGood ? State.Succeeded : State.Failed));
    }

    [Test]
    public async Task CreateDeployment_ArtifactIsLinkOrFifo_Fails()
    {
        File.CreateSymbolicLink(_deployer.DirectoryPath.Combine("artifacts", "shop-1.0.0.tar.gz"), "/etc/passwd");
        Assert.That((await _client.DeployAsync(TestClient.Request())).State, Is.EqualTo(State.Failed));
    }

    [Test]
    public async Task CreateDeployment_PolicyRefusesArtifact_FailsWithReasons()
    {
        _deployer.AddArtifact("1.0.0");
        _deployer.Policy.AllowArtifact = _ => false;
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That((done.State, done.Error), Is.EqualTo((State.Failed, "The policy refuses the artifact: not today")));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    [Test]
    public async Task CreateDeployment_PolicyIsAsked_WithVerifiedFacts()
    {
        _deployer.AddArtifact("1.0.0");
        await _client.DeployAsync(TestClient.Request());
        var request = TestClient.Request(environment: "stage");
        request.Digest = (await _client.DeployAsync(TestClient.Request())).Digest;
        request.Annotations.Add("commit", "abc");
        await _client.DeployAsync(request);

        var input = _deployer.Policy.Asked[^1];
        var artifact = (RegoObject)input["artifact"];
        Assert.Multiple(() =>
        {
            Assert.That(artifact["digest"], Is.EqualTo((RegoValue)RegoString.From(request.Digest)));
            Assert.That(artifact["declared_digest"], Is.EqualTo((RegoValue)RegoString.From(request.Digest)));
            Assert.That(artifact["succeeded_in"].ToJson(), Is.EqualTo("""["test"]"""));
            Assert.That(artifact["source"].ToJson(), Is.EqualTo("\"directory\""));
            Assert.That(((RegoObject)input["deployment"])["annotations"].ToJson(), Is.EqualTo("""{"commit":"abc"}"""));
            Assert.That(((RegoObject)((RegoObject)input["deployment"])["caller"])["kind"].ToJson(), Is.EqualTo("\"code\""));
        });
    }

    [Test]
    public async Task CreateDeployment_UnsafeArchive_FailsAndKeepsCurrent()
    {
        _deployer.AddArtifact("1.0.0");
        await _client.DeployAsync(TestClient.Request());
        File.WriteAllBytes(_deployer.DirectoryPath.Combine("artifacts", "shop-1.1.0.tar.gz"), new TarBuilder().File("good").File("../evil").ToGzip());
        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That(done.State, Is.EqualTo(State.Failed));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.0.0"));
        Assert.That(Directory.GetDirectories(Path.Combine(_deployer.Target(), "releases")), Has.Length.EqualTo(1), "nothing is left of the attempt");
    }

    [Test]
    public async Task CreateDeployment_UnhealthyRelease_RollsBackToThePrevious()
    {
        _deployer.AddArtifact("1.0.0");
        _deployer.Environment.HealthCheck.File = "version.txt";
        _deployer.Environment.HealthCheck.Timeout = TimeSpan.FromSeconds(1);
        Assert.That((await _client.DeployAsync(TestClient.Request())).State, Is.EqualTo(State.Succeeded));
        File.WriteAllBytes(_deployer.DirectoryPath.Combine("artifacts", "shop-1.1.0.tar.gz"), new TarBuilder().File("no-version").ToGzip());

        var done = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));

        Assert.That((done.State, done.Error), Is.EqualTo((State.RolledBack, "The health check did not succeed in time: the release has no file 'version.txt'.")));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task CreateDeployment_FirstReleaseUnhealthy_FailsAndLeavesNoneCurrent()
    {
        _deployer.AddArtifact("1.0.0");
        _deployer.Environment.HealthCheck.File = "missing";
        _deployer.Environment.HealthCheck.Timeout = TimeSpan.FromSeconds(1);
        Assert.That((await _client.DeployAsync(TestClient.Request())).State, Is.EqualTo(State.Failed));
        Assert.That(Path.Exists(_deployer.Current()), Is.False);
    }

    [Test]
    public async Task CreateDeployment_SameRequestId_ReturnsTheFirst()
    {
        var request = TestClient.Request();
        request.RequestId = Guid.NewGuid().ToString();
        var first = await _client.CreateAsync(request);
        var again = await _client.CreateAsync(request);
        Assert.That(again.DeploymentId, Is.EqualTo(first.DeploymentId));

        request.Version = "9.9.9";
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.CreateAsync(request)), Is.EqualTo(ErrorReason.AlreadyExists));
    }

    [Test]
    public async Task CreateDeployment_ManyInOneLane_ArePushedInOrderOneAtATime()
    {
        foreach (var i in Enumerable.Range(0, 6))
        {
            _deployer.AddArtifact($"1.0.{i}");
        }

        var created = new List<Deployment>();
        foreach (var i in Enumerable.Range(0, 6))
        {
            created.Add(await _client.CreateAsync(TestClient.Request(version: $"1.0.{i}")));
        }

        var seen = await Task.WhenAll(created.Select(d => _client.WatchAsync(d)));
        Deployment[] ends = [.. seen.Select(s => s[^1].Deployment)];
        Assert.That(ends.Select(d => d.State), Has.All.EqualTo(State.Succeeded).Or.EqualTo(State.Superseded), "one that is ready first does not wait for those before it");
        Assert.That(ends.Where(d => d.State == State.Succeeded).Select(d => d.UpdateTime.ToDateTime()), Is.Ordered);
        Assert.That(ends[^1].State, Is.EqualTo(State.Succeeded));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.0.5"));
        Assert.That(() => Directory.GetDirectories(Path.Combine(_deployer.Target(), "releases")), Has.Length.EqualTo(Math.Min(5, ends.Count(d => d.State == State.Succeeded))).After(2000, 50), "the last five are kept");
    }

    [Test]
    public async Task CreateDeployment_LaneFull_IsRateLimited()
    {
        _deployer.Options.Limits.MaxDeploymentsPerLane = 2;
        using var hold = new ManualResetEventSlim();
        _deployer.AddArtifact("1.0.0");
        _deployer.Policy.AllowArtifact = _ => hold.Wait(TimeSpan.FromSeconds(20));
        await _client.CreateAsync(TestClient.Request());
        await _client.CreateAsync(TestClient.Request());
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.CreateAsync(TestClient.Request())), Is.EqualTo(ErrorReason.RateLimited));
        Assert.That((await _client.CreateAsync(TestClient.Request(environment: "stage"))).State, Is.EqualTo(State.Queued), "other lanes are free");
        hold.Set();
    }

    [Test]
    public async Task CreateDeployment_NoDestination_IsNotFound()
    {
        _deployer.HasDestination = false;
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.CreateAsync(TestClient.Request())), Is.EqualTo(ErrorReason.NotFound));
    }

    [Test]
    public async Task CancelDeployment_WhileVerifying_Cancels()
    {
        using var asked = new ManualResetEventSlim();
        using var hold = new ManualResetEventSlim();
        _deployer.AddArtifact("1.0.0");
        _deployer.Policy.AllowArtifact = _ =>
        {
            asked.Set();
            return hold.Wait(TimeSpan.FromSeconds(20));
        };
        var created = await _client.CreateAsync(TestClient.Request());
        Assert.That(asked.Wait(TimeSpan.FromSeconds(10)));

        var cancelled = await CancelAsync(created);
        hold.Set();

        Assert.That(cancelled.State, Is.EqualTo(State.Cancelled));
        Assert.That((await _client.DeployAsync(TestClient.Request())).State, Is.EqualTo(State.Succeeded), "the lane goes on");
        Assert.That((await _client.GetAsync(created)).State, Is.EqualTo(State.Cancelled));
    }

    [Test]
    public async Task CancelDeployment_AfterTheEnd_IsWrongState()
    {
        _deployer.AddArtifact("1.0.0");
        var done = await _client.DeployAsync(TestClient.Request());
        var error = await CallErrors.CatchAsync(() => CancelAsync(done));
        Assert.That((error.StatusCode, CallErrors.ReasonOf(error)), Is.EqualTo((StatusCode.FailedPrecondition, ErrorReason.WrongState)));
    }

    [Test]
    public async Task AnyCall_ForADeploymentElsewhere_IsNotFound()
    {
        var created = await _client.CreateAsync(TestClient.Request());
        var elsewhere = created.Clone();
        elsewhere.Environment = "production";
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.GetAsync(elsewhere)), Is.EqualTo(ErrorReason.NotFound));
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.WatchAsync(elsewhere)), Is.EqualTo(ErrorReason.NotFound));
        Assert.That(await CallErrors.ReasonOfAsync(() => CancelAsync(elsewhere)), Is.EqualTo(ErrorReason.NotFound));
    }

    [Test]
    public async Task ApproveDeployment_EnoughApprovals_Runs()
    {
        var created = await CreatePendingAsync("""{"approvals":{"rules":[{"count":2,"from":["team:release"]}]}}""");
        Assert.That(created.State, Is.EqualTo(State.PendingApproval));

        Assert.That((await ApproveAsync(created, "alice", Alice)).State, Is.EqualTo(State.PendingApproval));
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(created, "alice", Alice)), Is.EqualTo(ErrorReason.AlreadyExists));
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(created, "shop-ci", Bob)), Is.EqualTo(ErrorReason.PolicyDenied), "the requester's client");
        var approved = await ApproveAsync(created, "bob", Bob);

        Assert.That(approved.Approvals.Select(a => a.ApprovedBy), Is.EqualTo((string[])["alice", "bob"]));
        Assert.That((await _client.WatchAsync(created))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    [TestCase("""{"kind":"code","issuer":"i","subject":"bot","persons":["person:eve"],"principals":["team:release"]}""")]
    [TestCase("""{"kind":"agent","issuer":"i","subject":"bot","persons":["person:eve"],"principals":["team:release"]}""")]
    [TestCase("""{"kind":"person","issuer":"i","subject":"eve","persons":["person:eve"],"principals":["Team:release"]}""")]
    [TestCase("""{"kind":"person","issuer":"i","subject":"eve","principals":["team:release"]}""")]
    [TestCase("""{"kind":"person","issuer":"i","subject":"eve","persons":[],"principals":["team:release"]}""")]
    [TestCase("""{"kind":"person","issuer":"i","subject":"eve","persons":["person:eve"]}""")]
    [TestCase("""{"kind":"person","issuer":"i","subject":"eve"}""")]
    [TestCase("{}")]
    public async Task ApproveDeployment_NotAnApprover_IsRefused(string caller)
    {
        var created = await CreatePendingAsync("""{"approvals":{"rules":[{"count":1,"from":["owner","team:release"]}]}}""");
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(created, "someone", caller)), Is.EqualTo(ErrorReason.PolicyDenied));
        Assert.That((await _client.GetAsync(created)).State, Is.EqualTo(State.PendingApproval));
    }

    [TestCase("""{"unknown":1}""")]
    [TestCase("""{"approvals":{"count":1,"groups":["release"]}}""")]
    [TestCase("""{"approvals":{"rules":[]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":0,"from":["owner"]}]}}""")]
    [TestCase("""{"approvals":{}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":"all"}]}}""")]
    [TestCase("""{"approvals":1}""")]
    public async Task CreateDeployment_ObligationThatIsNotKnown_IsRefused(string obligations) =>
        Assert.That(await CallErrors.ReasonOfAsync(() => CreateWithObligationsAsync(obligations)), Is.EqualTo(ErrorReason.UnknownObligation));

    [Test]
    public async Task RejectDeployment_Pending_Ends()
    {
        var created = await CreatePendingAsync("""{"approvals":{"rules":[{"count":1,"from":["team:release"]}]}}""");
        var request = new RejectDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = created.DeploymentId, Comment = "no" };
        Assert.That((await _client.Deploy.RejectDeploymentAsync(request, _client.Gatekeeper.Grant("reject", "shop", "test", request))).State, Is.EqualTo(State.Rejected));
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(created, "bob", Bob)), Is.EqualTo(ErrorReason.WrongState));
    }

    [Test]
    public async Task RollBackDeployment_WithoutId_DeploysTheSuccessBefore()
    {
        _deployer.AddArtifact("1.0.0");
        _deployer.AddArtifact("1.1.0");
        var first = await _client.DeployAsync(TestClient.Request());
        await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        await _client.DeployAsync(TestClient.Request(version: "9.9.9"));

        var back = (await _client.WatchAsync(await RollBackAsync("")))[^1].Deployment;

        Assert.That((back.State, back.Version, back.Digest), Is.EqualTo((State.Succeeded, "1.0.0", first.Digest)));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task RollBackDeployment_WithoutId_DoesNotCountAnotherVersionOfTheSameBytes()
    {
        var artifact = _deployer.AddArtifact("1.0.0");
        File.WriteAllBytes(_deployer.DirectoryPath.Combine("artifacts", "shop-1.1.0.tar.gz"), artifact);
        var first = await _client.DeployAsync(TestClient.Request());
        var second = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That(second.Digest, Is.EqualTo(first.Digest));

        Assert.That(await CallErrors.ReasonOfAsync(() => RollBackAsync("")), Is.EqualTo(ErrorReason.NotFound));
        Assert.That((await _client.WatchAsync(await RollBackAsync(first.DeploymentId)))[^1].Deployment.Version, Is.EqualTo("1.0.0"), "where it is named");
    }

    [Test]
    public async Task RollBackDeployment_ArtifactGoneAtItsSource_TakesItFromTheStore()
    {
        _deployer.AddArtifact("1.0.0");
        _deployer.AddArtifact("1.1.0");
        await _client.DeployAsync(TestClient.Request());
        await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Directory.Delete(_deployer.DirectoryPath.Combine("artifacts"), recursive: true);

        var back = (await _client.WatchAsync(await RollBackAsync("")))[^1].Deployment;

        Assert.That((back.State, back.Version), Is.EqualTo((State.Succeeded, "1.0.0")), back.Error);
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task RollBackDeployment_StoreLostAndArtifactChangedAtItsSource_Fails()
    {
        _deployer.AddArtifact("1.0.0");
        var first = await _client.DeployAsync(TestClient.Request());
        _deployer.AddArtifact("1.0.0", content: "changed");
        Array.ForEach(Directory.GetFiles(Path.Combine(_deployer.Options.StateDirectory, "artifacts")), File.Delete);
        Assert.That((await _client.WatchAsync(await RollBackAsync(first.DeploymentId)))[^1].Deployment.State, Is.EqualTo(State.Failed));
    }

    [Test]
    public async Task RollBackDeployment_NothingBefore_IsNotFound()
    {
        _deployer.AddArtifact("1.0.0");
        await _client.DeployAsync(TestClient.Request());
        Assert.That(await CallErrors.ReasonOfAsync(() => RollBackAsync("")), Is.EqualTo(ErrorReason.NotFound));
        Assert.That(await CallErrors.ReasonOfAsync(() => RollBackAsync("none")), Is.EqualTo(ErrorReason.NotFound));
    }

    [Test]
    public async Task ListDeployments_InPages_GivesEachOnceNewestFirst()
    {
        for (var i = 0; i < 7; i++)
        {
            await _client.CreateAsync(TestClient.Request(version: $"1.0.{i}", environment: i % 2 == 0 ? "test" : "stage"));
        }

        var versions = new List<string>();
        var request = new ListDeploymentsRequest { Application = "shop", Environment = "-", PageSize = 3 };
        do
        {
            var page = await ListAsync(request);
            Assert.That(page.Deployments, Has.Count.LessThanOrEqualTo(3));
            versions.AddRange(page.Deployments.Select(d => d.Version));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.That(versions, Is.EqualTo(Enumerable.Range(0, 7).Reverse().Select(i => $"1.0.{i}")));
        request.Environment = "stage";
        Assert.That((await ListAsync(request)).Deployments.Select(d => d.Version), Is.EqualTo((string[])["1.0.5", "1.0.3", "1.0.1"]));
    }

    [Test]
    public async Task ListDeployments_TokenOfAnotherList_IsInvalid()
    {
        await _client.CreateAsync(TestClient.Request());
        await _client.CreateAsync(TestClient.Request());
        var token = (await ListAsync(new ListDeploymentsRequest { Application = "shop", Environment = "-", PageSize = 1 })).NextPageToken;
        Assert.That(token, Is.Not.Empty);
        Assert.That(
            await CallErrors.ReasonOfAsync(() => ListAsync(new ListDeploymentsRequest { Application = "shop", Environment = "test", PageSize = 1, PageToken = token })),
            Is.EqualTo(ErrorReason.InvalidRequest));
        Assert.That(
            await CallErrors.ReasonOfAsync(() => ListAsync(new ListDeploymentsRequest { Application = "shop", Environment = "-", PageToken = "AAAA" })),
            Is.EqualTo(ErrorReason.InvalidRequest));
    }

    [Test]
    public async Task ListDeployments_ByState_GivesOnlyThose()
    {
        _deployer.AddArtifact("1.0.0");
        await _client.DeployAsync(TestClient.Request());
        await _client.DeployAsync(TestClient.Request(version: "2.0.0"));
        var failed = await ListAsync(new ListDeploymentsRequest { Application = "-", Environment = "-", State = State.Failed });
        Assert.That(failed.Deployments.Select(d => d.Version), Is.EqualTo((string[])["2.0.0"]));
    }

    [Test]
    public async Task WatchDeployment_AfterTheEnd_GivesTheFinalStateOnce()
    {
        _deployer.AddArtifact("1.0.0");
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That((await _client.WatchAsync(done)).Select(s => s.Deployment.State), Is.EqualTo((State[])[State.Succeeded]));
    }

    [Test]
    public async Task WatchDeployment_CallerGoes_FreesTheWatch()
    {
        _deployer.Options.Limits.MaxWatches = 1;
        await _deployer.StopAsync();
        _client = await _deployer.StartAsync();
        var waiting = await CreatePendingAsync("""{"approvals":{"rules":[{"count":1,"from":["team:release"]}]}}""");
        using (var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(300)))
        {
            Assert.That((await CallErrors.CatchAsync(() => _client.WatchAsync(waiting, gone.Token))).StatusCode, Is.EqualTo(StatusCode.Cancelled));
        }

        _deployer.AddArtifact("1.0.0");
        var other = await _client.CreateAsync(TestClient.Request());
        await Task.Delay(200);
        Assert.That((await _client.WatchAsync(other))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    [Test]
    public async Task WatchDeployment_DeployerStops_EndsAsUnavailable()
    {
        var waiting = await CreatePendingAsync("""{"approvals":{"rules":[{"count":1,"from":["team:release"]}]}}""");
        using var watcher = new TestClient(_deployer.Options.Socket, _deployer.Gatekeeper);
        var watching = CallErrors.CatchAsync(() => watcher.WatchAsync(waiting));
        await Task.Delay(300);
        await _deployer.StopAsync();
        Assert.That((await watching).StatusCode, Is.EqualTo(StatusCode.Unavailable));
    }

    [Test]
    public async Task Restart_WithQueuedDeployments_FinishesThem()
    {
        using var hold = new ManualResetEventSlim();
        _deployer.AddArtifact("1.0.0");
        _deployer.Policy.AllowArtifact = _ => !hold.Wait(TimeSpan.FromMilliseconds(500));
        var one = await _client.CreateAsync(TestClient.Request());
        var two = await _client.CreateAsync(TestClient.Request());
        await _deployer.StopAsync();
        _deployer.Policy.AllowArtifact = _ => true;
        _client = await _deployer.StartAsync();
        Assert.That((await _client.WatchAsync(one))[^1].Deployment.State, Is.EqualTo(State.Succeeded).Or.EqualTo(State.Superseded));
        Assert.That((await _client.WatchAsync(two))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    private async Task<Deployment> CreateWithObligationsAsync(string obligations)
    {
        var request = TestClient.Request();
        var claims = _client.Gatekeeper.Claims("deploy", "shop", "test", request) with { ObligationsJson = obligations };
        return await _client.Deploy.CreateDeploymentAsync(request, _client.Gatekeeper.Grant(claims));
    }

    private async Task<Deployment> CreatePendingAsync(string obligations)
    {
        _deployer.AddArtifact("1.0.0");
        return await _client.WaitForAsync(await CreateWithObligationsAsync(obligations), State.PendingApproval);
    }

    private async Task<Deployment> ApproveAsync(Deployment deployment, string client, string caller)
    {
        var request = new ApproveDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deployment.DeploymentId };
        var claims = _client.Gatekeeper.Claims("approve", "shop", "test", request) with { Client = client, CallerJson = caller };
        return await _client.Deploy.ApproveDeploymentAsync(request, _client.Gatekeeper.Grant(claims));
    }

    private async Task<Deployment> CancelAsync(Deployment deployment)
    {
        var request = new CancelDeploymentRequest { Application = deployment.Application, Environment = deployment.Environment, DeploymentId = deployment.DeploymentId };
        return await _client.Deploy.CancelDeploymentAsync(request, _client.Gatekeeper.Grant("cancel", request.Application, request.Environment, request));
    }

    private async Task<Deployment> RollBackAsync(string deploymentId)
    {
        var request = new RollBackDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deploymentId };
        return await _client.Deploy.RollBackDeploymentAsync(request, _client.Gatekeeper.Grant("rollback", "shop", "test", request));
    }

    private async Task<ListDeploymentsResponse> ListAsync(ListDeploymentsRequest request) =>
        await _client.Deploy.ListDeploymentsAsync(request, _client.Gatekeeper.Grant("list", request.Application, request.Environment, request));
}
