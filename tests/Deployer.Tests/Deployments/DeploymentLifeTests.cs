using Deploy.V1;
using Deployer.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Rego.Values;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments;

/// <summary>A theme: the life of a deployment between its request and its end, as callers see it at the running program.</summary>
[TestFixture]
[Parallelizable]
internal sealed class DeploymentLifeTests
{
    private const string OneApproval = """{"approvals":{"rules":[{"count":1,"from":["team:release"]}]}}""";
    private const string Alice = """{"kind":"person","issuer":"https://id.test","subject":"alice","persons":["person:alice"],"principals":["person:alice","team:release"]}""";
    private const string Bob = """{"kind":"person","issuer":"https://id.test","subject":"bob","persons":["person:bob"],"principals":["person:bob","team:release"]}""";

    private TestDeployer _deployer = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        foreach (var version in (string[])["1.0.0", "1.1.0", "1.2.0"])
        {
            _deployer.AddArtifact(version);
        }

        _client = await _deployer.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task Deploy_DigestThatBeginsAsThatOfTheCurrentRelease_IsAReleaseOfItsOwn()
    {
        // Two archives whose digests share their first 12 digits, as whoever builds artifacts finds them in seconds.
        const string First = "H4sIAAAAAAACA+3UQQrCMBBA0aw9hScoIUnteSItRq0dsCmI0rsbXUldm4L5bzNDNln9CZ3vY7irX9LJzrn3TJYzsR/7672xRqutVhlMY/TX9KUqk5w3CuU6Dm13q0K89Gv2Xy/7b2xN/zkcRFouQLn8XqZYnUYZ1uzffPXvDP3n8JhpAAAAAAAAAAAAAAD+wROA6aoxACgAAB+LCAQAAAAAAP8QAHh4eHh4eHh4eHh4eHh4eHgDAAAAAAAAAAAAH4sIAJWJZgAA/wMAAAAAAAAAAAA=";
        const string Second = "H4sIAAAAAAACA+3UOw5AUBCF4amtwgpEuFiBQqLWS9yEBBHv5btUolGRiP9rzmSaqc5UbaFXpxybWh7jGqFSRxrXNILTvO+jyA/EduUF0zDmvTkp/xRnSWoJ/krPVe0M5aM37vsfXvvv+Yr+v6FbWl3wAAAAAAAAAAAAAAAAAD5rA5CtbxMAKAAAH4sIBAAAAAAA/yAAeHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHgDAAAAAAAAAAAAH4sIAIIbTAEA/wMAAAAAAAAAAAA=";
        var path = _deployer.DirectoryPath.Combine("artifacts", "shop-6.0.0.tar.gz");
        File.WriteAllBytes(path, Convert.FromBase64String(First));
        var first = await _client.DeployAsync(TestClient.Request(version: "6.0.0"));
        File.WriteAllBytes(path, Convert.FromBase64String(Second));
        var second = await _client.DeployAsync(TestClient.Request(version: "6.0.0"));
        Assert.Multiple(() =>
        {
            Assert.That((first.State, second.State), Is.EqualTo((State.Succeeded, State.Succeeded)), first.Error + second.Error);
            Assert.That(second.Digest[..19], Is.EqualTo(first.Digest[..19]));
            Assert.That(second.Plan.Changes.Select(change => change.Name), Is.SupersetOf((string[])["current", "current/index.html"]));
            Assert.That(second.Replaces.Digest, Is.EqualTo(first.Digest));
            Assert.That(Directory.GetDirectories(Path.Combine(_deployer.Target(), "releases")).Select(Path.GetFileName), Is.EquivalentTo((string[])[$"6.0.0-{first.Digest[7..]}", $"6.0.0-{second.Digest[7..]}"]));
        });

        Assert.That((await _client.WatchAsync(await RollBackAsync()))[^1].Deployment.Digest, Is.EqualTo(first.Digest));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "index.html")), Is.EqualTo("good\n"));
    }

    [Test]
    public async Task Preparing_ArtifactThatIsNotAllowed_FailsBeforeAnybodyIsAsked()
    {
        await File.WriteAllBytesAsync(_deployer.DirectoryPath.Combine("artifacts", "shop-1.3.0.tar.gz"), new TarBuilder().File("../evil").ToGzip());
        var request = TestClient.Request(version: "1.3.0");
        var created = await _client.Deploy.CreateDeploymentAsync(request, _client.Gatekeeper.Grant(_client.Gatekeeper.Claims("deploy", "shop", "test", request) with { ObligationsJson = OneApproval }));
        var events = await _client.WatchAsync(created);
        Assert.That(events.Select(seen => seen.Deployment.State), Has.None.EqualTo(State.PendingApproval));
        Assert.That((events[^1].Deployment.State, events[^1].Deployment.Error), Is.EqualTo((State.Failed, "'../evil' in the archive: An entry's name is absolute, leaves the archive's root or is not in its simplest form.")));
    }

    [Test]
    public async Task Pending_ShowsWhatWouldRun_AndWhoMustApprove()
    {
        var current = await _client.DeployAsync(TestClient.Request());
        var pending = await PendingAsync("1.1.0");
        Assert.Multiple(() =>
        {
            Assert.That(pending.Digest, Does.StartWith("sha256:"));
            Assert.That(pending.ReviewDigest, Does.StartWith("sha256:"));
            Assert.That(pending.DestinationDigest, Does.StartWith("sha256:"));
            Assert.That((pending.Replaces.Version, pending.Replaces.Digest), Is.EqualTo(("1.0.0", current.Digest)));
            Assert.That(pending.Plan.Changes.Select(change => $"{change.Kind} {change.Name}"), Is.EqualTo((string[])["Changed current", "Changed current/bin/run", "Changed current/version.txt"]));
            Assert.That(pending.Artifact.Name, Is.EqualTo("shop-1.1.0.tar.gz"));
            Assert.That(pending.ApprovalsNeeded.Select(rule => (rule.Count, rule.Given, rule.From.Single())), Is.EqualTo(((int, int, string)[])[(1, 0, "team:release")]));
            Assert.That(pending.WaitingFor, Is.EqualTo("approval: 1 of team:release"));
            Assert.That(pending.ApprovalExpireTime, Is.GreaterThan(pending.CreateTime));
        });
    }

    [Test]
    public async Task Approve_ArtifactSwappedMeanwhile_PushesWhatWasApproved()
    {
        var pending = await PendingAsync("1.0.0");
        _deployer.AddArtifact("1.0.0", content: "swapped");
        await ApproveAsync(pending, Alice);
        var done = (await _client.WatchAsync(pending))[^1].Deployment;
        Assert.That((done.State, done.Digest), Is.EqualTo((State.Succeeded, pending.Digest)));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "bin/run")), Is.EqualTo("shop 1.0.0 v"));
    }

    [Test]
    public async Task Approve_OlderThanASuccess_IsNotPossibleAnyMore()
    {
        var older = await PendingAsync("1.0.0");
        var newer = await PendingAsync("1.1.0");
        await ApproveAsync(newer, Alice);
        Assert.That((await _client.WatchAsync(newer))[^1].Deployment.State, Is.EqualTo(State.Succeeded));

        var passed = (await _client.WatchAsync(older))[^1].Deployment;
        Assert.That((passed.State, passed.Error), Is.EqualTo((State.Superseded, $"Superseded by 1.1.0 ({newer.DeploymentId}).")));
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(older, Alice)), Is.EqualTo(ErrorReason.WrongState));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.1.0"));
    }

    [Test]
    public async Task Approve_AnotherReviewDigest_IsRefused()
    {
        var pending = await PendingAsync("1.0.0");
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(pending, Alice, "sha256:" + new string('0', 64))), Is.EqualTo(ErrorReason.WrongState));
        Assert.That((await ApproveAsync(pending, Alice, pending.ReviewDigest)).State, Is.EqualTo(State.Waiting));
    }

    [Test]
    public async Task Approve_WhatItReplacesHasChanged_NamesTheNewReviewDigest()
    {
        var first = await _client.CreateAsync(TestClient.Request());
        await _client.WatchAsync(first);
        var sooner = await PendingAsync("1.2.0");
        var later = await PendingAsync("1.1.0");

        // What is newer than the success is not passed by it, but it would replace something else now.
        await ApproveAsync(sooner, Alice);
        Assert.That((await _client.WatchAsync(sooner))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
        var changed = await _client.EventuallyAsync(later, d => d.ReviewDigest != later.ReviewDigest);

        Assert.That((changed.State, changed.Replaces.Version), Is.EqualTo((State.PendingApproval, "1.2.0")));
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(later, Alice)), Is.EqualTo(ErrorReason.WrongState), "without a digest");
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(later, Alice, later.ReviewDigest)), Is.EqualTo(ErrorReason.WrongState), "with the old one");
        await ApproveAsync(later, Alice, changed.ReviewDigest);
        Assert.That((await _client.WatchAsync(later))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    [Test]
    public async Task Approve_ThenTargetChangesFromOutside_IsReviewedAnew()
    {
        await _client.DeployAsync(TestClient.Request());
        await HoldAsync("shop", "test");
        var pending = await PendingAsync("1.1.0");
        await ApproveAsync(pending, Alice);
        await _client.EventuallyAsync(pending, d => d.WaitingFor.StartsWith("held by", StringComparison.Ordinal));
        File.Delete(_deployer.Current());

        await ReleaseAsync("shop", "test");

        var again = await _client.WaitForAsync(pending, State.PendingApproval);
        Assert.That((again.Approvals.Count, again.Replaces), Is.EqualTo((0, (Release?)null)));
        Assert.That(again.ReviewDigest, Is.Not.EqualTo(pending.ReviewDigest));
    }

    [Test]
    public async Task Approvals_NotInTime_Expire()
    {
        var pending = await PendingAsync("1.0.0", """{"approvals":{"rules":[{"count":1,"from":["team:release"]}],"expires_after":"2s"}}""");
        var done = (await _client.WatchAsync(pending))[^1].Deployment;
        Assert.That(done.State, Is.EqualTo(State.Expired));
        Assert.That(done.Error, Does.StartWith("It was not approved until "));
        Assert.That(await CallErrors.ReasonOfAsync(() => ApproveAsync(pending, Alice)), Is.EqualTo(ErrorReason.WrongState));
    }

    [Test]
    public async Task Withdraw_BeforeThePush_WaitsForApprovalAgain()
    {
        await HoldAsync("shop", "test");
        var pending = await PendingAsync("1.0.0");
        await ApproveAsync(pending, Alice);
        Assert.That(await CallErrors.ReasonOfAsync(() => WithdrawAsync(pending, Bob)), Is.EqualTo(ErrorReason.WrongState), "another's approval");

        var withdrawn = await WithdrawAsync(pending, Alice);

        Assert.That((withdrawn.State, withdrawn.Approvals.Count), Is.EqualTo((State.PendingApproval, 0)));
        await ReleaseAsync("shop", "test");
        await ApproveAsync(pending, Bob);
        Assert.That((await _client.WatchAsync(pending))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    [TestCase("shop", "test")]
    [TestCase("-", "test")]
    [TestCase("shop", "-")]
    [TestCase("-", "-")]
    public async Task Hold_WhereItStands_NoPushBegins(string application, string environment)
    {
        await HoldAsync(application, environment);
        var created = await _client.CreateAsync(TestClient.Request());
        var waiting = await _client.EventuallyAsync(created, d => d.WaitingFor.Length > 0 && d.WaitingFor != "its turn");
        Assert.That((waiting.State, waiting.WaitingFor), Is.EqualTo((State.Waiting, "held by operator: the database is on fire")));
        Assert.That((await EnvironmentAsync()).Holds.Select(hold => (hold.Application, hold.Environment, hold.HeldBy)), Is.EqualTo(((string, string, string)[])[(application, environment, "operator")]));

        // It outlives a restart, and is released by exactly its own names.
        await _deployer.StopAsync();
        _client = await _deployer.StartAsync();
        Assert.That(await CallErrors.ReasonOfAsync(() => ReleaseAsync("shop", "stage")), Is.EqualTo(ErrorReason.NotFound));
        Assert.That((await _client.GetAsync(created)).State, Is.EqualTo(State.Waiting));
        await ReleaseAsync(application, environment);
        Assert.That((await _client.WatchAsync(created))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    [Test]
    public async Task NotBefore_Ahead_WaitsForItsTime()
    {
        var request = TestClient.Request();
        request.NotBefore = DateTimeOffset.UtcNow.AddSeconds(3).ToTimestamp();
        var created = await _client.CreateAsync(request);
        var waiting = await _client.WaitForAsync(created, State.Waiting);
        Assert.That(waiting.WaitingFor, Does.StartWith("its time, "));

        // Waiting holds no lane.
        var other = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That(other.State, Is.EqualTo(State.Succeeded));
        Assert.That((await _client.WatchAsync(created))[^1].Deployment.State, Is.EqualTo(State.Superseded), "the later request has passed it");
    }

    [Test]
    public async Task NotBefore_Passed_IsPushed()
    {
        var request = TestClient.Request();
        request.NotBefore = DateTimeOffset.UtcNow.AddSeconds(2).ToTimestamp();
        var done = await _client.DeployAsync(request);
        Assert.That(done.State, Is.EqualTo(State.Succeeded));
        Assert.That(done.UpdateTime, Is.GreaterThan(request.NotBefore));
    }

    [Test]
    public async Task NotAfter_Passed_Expires()
    {
        await HoldAsync("shop", "test");
        var request = TestClient.Request();
        request.NotAfter = DateTimeOffset.UtcNow.AddSeconds(2).ToTimestamp();
        var done = await _client.DeployAsync(request);
        Assert.That(done.State, Is.EqualTo(State.Expired));
        Assert.That(done.Error, Does.EndWith("It waited: held by operator: the database is on fire"));
    }

    [TestCase(31 * 24, null, "not_before")]
    [TestCase(null, -1, "not_after")]
    [TestCase(2, 1, "not_after")]
    [TestCase(null, 32 * 24, "not_after")]
    public async Task Times_OutOfBounds_AreInvalid(int? notBeforeHours, int? notAfterHours, string field)
    {
        var request = TestClient.Request();
        request.NotBefore = notBeforeHours is { } begin ? DateTimeOffset.UtcNow.AddHours(begin).ToTimestamp() : null;
        request.NotAfter = notAfterHours is { } end ? DateTimeOffset.UtcNow.AddHours(end).ToTimestamp() : null;
        var error = await CallErrors.CatchAsync(() => _client.CreateAsync(request));
        Assert.That(CallErrors.ReasonOf(error), Is.EqualTo(ErrorReason.InvalidRequest));
        Assert.That(System.Text.Encoding.UTF8.GetString(error.Trailers.GetValueBytes("grpc-status-details-bin")!), Does.Contain(field));
    }

    [Test]
    public async Task Abort_WhileItIsChecked_ReturnsToWhatWasThere()
    {
        await _client.DeployAsync(TestClient.Request());
        _deployer.Environment.HealthCheck.File = "never";
        var created = await _client.CreateAsync(TestClient.Request(version: "1.1.0"));
        await _client.WaitForAsync(created, State.Checking);
        Assert.That(await CallErrors.ReasonOfAsync(() => CancelAsync(created, abort: false)), Is.EqualTo(ErrorReason.WrongState));

        await CancelAsync(created, abort: true);

        var done = (await _client.WatchAsync(created))[^1].Deployment;
        Assert.That((done.State, done.Error), Is.EqualTo((State.RolledBack, "The push was aborted.")));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task Abort_BeforeThePush_Cancels()
    {
        await HoldAsync("shop", "test");
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.WaitForAsync(created, State.Waiting);
        Assert.That((await CancelAsync(created, abort: true)).State, Is.EqualTo(State.Cancelled));
    }

    [Test]
    public async Task Execution_ArtifactNoLongerAllowed_IsDenied()
    {
        await HoldAsync("shop", "test");
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.WaitForAsync(created, State.Waiting);
        _deployer.Policy.AllowArtifact = _ => false;
        await ReleaseAsync("shop", "test");
        var done = (await _client.WatchAsync(created))[^1].Deployment;
        Assert.That((done.State, done.Error), Is.EqualTo((State.Denied, "The policy refuses the artifact: not today")));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    [Test]
    public async Task Execution_DestinationChangedSince_IsDenied()
    {
        await HoldAsync("shop", "test");
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.WaitForAsync(created, State.Waiting);
        _deployer.Environment.HealthCheck.File = "version.txt";
        await ReleaseAsync("shop", "test");
        var done = (await _client.WatchAsync(created))[^1].Deployment;
        Assert.That(done.State, Is.EqualTo(State.Denied));
        Assert.That(done.Error, Does.Contain("DESTINATION_CHANGED"));
    }

    [Test]
    public async Task RollBack_OfAVersion_TakesItsPromotionAway()
    {
        await _client.DeployAsync(TestClient.Request());
        await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        var back = (await _client.WatchAsync(await RollBackAsync()))[^1].Deployment;
        Assert.That(back.RollsBack, Is.Not.Empty);

        await _client.DeployAsync(TestClient.Request(version: "1.1.0", environment: "production"));
        var artifact = (RegoObject)_deployer.Policy.Asked[^1]["artifact"];
        Assert.That((artifact["succeeded_in"].ToJson(), artifact["undone"].ToJson()), Is.EqualTo(("[]", """["test"]""")));

        // Its success anew counts again.
        await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        await _client.DeployAsync(TestClient.Request(version: "1.1.0", environment: "stage"));
        artifact = (RegoObject)_deployer.Policy.Asked[^1]["artifact"];
        Assert.That((artifact["succeeded_in"].ToJson(), artifact["undone"].ToJson()), Is.EqualTo(("""["production","test"]""", "[]")));
    }

    // Nobody is asked to approve anew what the policies refuse by then.
    [Test]
    public async Task RollBack_OfWhatWaitsForApprovalElsewhere_EndsItThere()
    {
        await _client.DeployAsync(TestClient.Request());
        await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        _deployer.Policy.AllowArtifact = input => !input.ToJson().Contains("\"environment\":\"production\"", StringComparison.Ordinal) || input["artifact"].ToJson().Contains("\"succeeded_in\":[\"test\"]", StringComparison.Ordinal);
        var request = TestClient.Request(version: "1.1.0", environment: "production");
        var created = await _client.Deploy.CreateDeploymentAsync(request, _client.Gatekeeper.Grant(_client.Gatekeeper.Claims("deploy", "shop", "production", request) with { ObligationsJson = OneApproval }));
        var pending = await _client.WaitForAsync(created, State.PendingApproval);
        Assert.That(pending.Artifact.SucceededIn, Is.EqualTo((string[])["test"]));

        await RollBackAsync();

        var events = await _client.WatchAsync(pending);
        Assert.That(events.Count(seen => seen.Deployment.State == State.PendingApproval), Is.EqualTo(1), "it is not asked for again");
        Assert.That((events[^1].Deployment.State, events[^1].Deployment.Error), Is.EqualTo((State.Denied, "The policy refuses the artifact: not today")));
    }

    // No answer is none: it is asked again before the push.
    [Test]
    public async Task Review_PolicyWithoutAnAnswer_AsksPeopleAnew()
    {
        await _client.DeployAsync(TestClient.Request());
        await _client.DeployAsync(TestClient.Request(version: "1.2.0"));
        var pending = await PendingAsync("1.1.0");
        _deployer.Policy.IsUndecided = input => input.ToJson().Contains("\"version\":\"1.1.0\"", StringComparison.Ordinal);

        Assert.That((await _client.WatchAsync(await RollBackAsync()))[^1].Deployment.State, Is.EqualTo(State.Succeeded));

        await _client.EventuallyAsync(pending, d => d.ReviewDigest != pending.ReviewDigest);
        var again = await _client.GetAsync(pending);
        Assert.That((again.State, again.Replaces.Version), Is.EqualTo((State.PendingApproval, "1.0.0")));
    }

    [Test]
    public async Task GetEnvironment_RecordedAndObserved_AreBothTold()
    {
        var first = await _client.DeployAsync(TestClient.Request());
        var seen = await EnvironmentAsync();
        Assert.That((seen.Recorded.Version, seen.RecordedDeploymentId), Is.EqualTo(("1.0.0", first.DeploymentId)));
        Assert.That(seen.Observed.Select(host => (host.Host, host.Known, host.Release?.Digest)), Is.EqualTo(((string, bool, string?)[])[("local", true, first.Digest)]));

        File.Delete(_deployer.Current());
        seen = await EnvironmentAsync();
        Assert.That((seen.Recorded.Version, seen.Observed.Single().Release), Is.EqualTo(("1.0.0", (Release?)null)), "somebody else has changed the target");
    }

    [Test]
    public async Task Fetch_SourceDoesNotAnswer_IsTriedAgainUntilItDoes()
    {
        Directory.Move(_deployer.DirectoryPath.Combine("artifacts"), _deployer.DirectoryPath.Combine("away"));
        File.WriteAllText(_deployer.DirectoryPath.Combine("artifacts"), "no directory");
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.EventuallyAsync(created, d => d.WaitingFor == "its artifact: the source does not answer");
        File.Delete(_deployer.DirectoryPath.Combine("artifacts"));
        Directory.Move(_deployer.DirectoryPath.Combine("away"), _deployer.DirectoryPath.Combine("artifacts"));
        Assert.That((await _client.WatchAsync(created))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    private async Task<Deployment> PendingAsync(string version, string obligations = OneApproval)
    {
        var request = TestClient.Request(version: version);
        var created = await _client.Deploy.CreateDeploymentAsync(request, _client.Gatekeeper.Grant(_client.Gatekeeper.Claims("deploy", "shop", "test", request) with { ObligationsJson = obligations }));
        return await _client.WaitForAsync(created, State.PendingApproval);
    }

    private async Task<Deployment> ApproveAsync(Deployment deployment, string caller, string reviewDigest = "")
    {
        var request = new ApproveDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deployment.DeploymentId, ReviewDigest = reviewDigest };
        return await _client.Deploy.ApproveDeploymentAsync(request, By("approve", "shop", "test", request, caller));
    }

    private async Task<Deployment> WithdrawAsync(Deployment deployment, string caller)
    {
        var request = new WithdrawApprovalRequest { Application = "shop", Environment = "test", DeploymentId = deployment.DeploymentId };
        return await _client.Deploy.WithdrawApprovalAsync(request, By("withdraw", "shop", "test", request, caller));
    }

    private async Task<Deployment> CancelAsync(Deployment deployment, bool abort)
    {
        var request = new CancelDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deployment.DeploymentId, Abort = abort };
        return await _client.Deploy.CancelDeploymentAsync(request, _client.Gatekeeper.Grant("cancel", "shop", "test", request));
    }

    private async Task<Deployment> RollBackAsync()
    {
        var request = new RollBackDeploymentRequest { Application = "shop", Environment = "test" };
        return await _client.Deploy.RollBackDeploymentAsync(request, _client.Gatekeeper.Grant("rollback", "shop", "test", request));
    }

    private async Task<EnvironmentState> EnvironmentAsync()
    {
        var request = new GetEnvironmentRequest { Application = "shop", Environment = "test" };
        return await _client.Deploy.GetEnvironmentAsync(request, _client.Gatekeeper.Grant("get", "shop", "test", request));
    }

    private async Task HoldAsync(string application, string environment)
    {
        var request = new HoldEnvironmentRequest { Application = application, Environment = environment, Reason = "the database is on fire" };
        await _client.Deploy.HoldEnvironmentAsync(request, _client.Gatekeeper.Grant(_client.Gatekeeper.Claims("hold", application, environment, request) with { Client = "operator" }));
    }

    private async Task<ReleaseHoldResponse> ReleaseAsync(string application, string environment)
    {
        var request = new ReleaseHoldRequest { Application = application, Environment = environment };
        return await _client.Deploy.ReleaseHoldAsync(request, _client.Gatekeeper.Grant("release", application, environment, request));
    }

    private Metadata By(string action, string application, string environment, IMessage request, string caller)
    {
        var name = System.Text.Json.JsonDocument.Parse(caller).RootElement.GetProperty("subject").GetString()!;
        return _client.Gatekeeper.Grant(_client.Gatekeeper.Claims(action, application, environment, request) with { Client = name, CallerJson = caller });
    }
}
