using Deploy.V1;
using Deployer.Tests.Support;
using Grpc.Core;
using Rego.Values;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments;

/// <summary>A theme: rollbacks at the running program, from the call to the target. <see cref="RollbackTableTests"/> has the whole table.</summary>
[TestFixture]
internal sealed class RollbackLifeTests
{
    private TestDeployer _deployer = null!;
    private TestClient _client = null!;

    private string Current => File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt"));

    private string Store => Path.Combine(_deployer.Options.StateDirectory, "artifacts");

    [SetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        _deployer.Environment.HealthCheck.File = "version.txt";
        _deployer.Environment.HealthCheck.Timeout = TimeSpan.FromMilliseconds(600);
        foreach (var version in (string[])["1.0.0", "1.1.0", "1.2.0"])
        {
            _deployer.AddArtifact(version);
        }

        File.WriteAllBytes(_deployer.DirectoryPath.Combine("artifacts", "shop-6.6.6.tar.gz"), new TarBuilder().File("sick").ToGzip());
        _client = await _deployer.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task RollBack_AgainAndAgain_GoesFurtherBackAndNeverForward()
    {
        await DeployAsync("1.0.0", "1.1.0", "1.2.0");
        Assert.That((await BackAsync()).Version, Is.EqualTo("1.1.0"));
        Assert.That((await BackAsync()).Version, Is.EqualTo("1.0.0"));
        Assert.That(CallErrors.ReasonOf(await RefusalAsync()), Is.EqualTo(ErrorReason.NotFound));
        Assert.That(Current, Is.EqualTo("1.0.0"));

        await _client.DeployAsync(TestClient.Request(environment: "stage", version: "1.2.0"));
        var artifact = (RegoObject)_deployer.Policy.Asked[^1]["artifact"];
        Assert.That((artifact["succeeded_in"].ToJson(), artifact["undone"].ToJson()), Is.EqualTo(("[]", """["test"]""")));
    }

    [Test]
    public async Task RollBack_AfterOneThatWasTakenBack_MustNameItsGoal()
    {
        var first = await _client.DeployAsync(TestClient.Request());
        await DeployAsync("1.1.0");
        Assert.That((await _client.DeployAsync(TestClient.Request(version: "6.6.6"))).State, Is.EqualTo(State.RolledBack));

        var refusal = await RefusalAsync();
        Assert.That((refusal.StatusCode, CallErrors.ReasonOf(refusal)), Is.EqualTo((StatusCode.FailedPrecondition, ErrorReason.WrongState)));
        Assert.That(refusal.Status.Detail, Does.EndWith($"Name what to go back to by deployment_id: 1.0.0 ({first.DeploymentId})."));
        Assert.That(Current, Is.EqualTo("1.1.0"));
        Assert.That((await BackAsync(first.DeploymentId)).Version, Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task RollBack_WhileAnotherIsOpen_MustNameItsGoal()
    {
        await DeployAsync("1.0.0", "1.1.0");
        var hold = new HoldEnvironmentRequest { Application = "shop", Environment = "test", Reason = "fire" };
        await _client.Deploy.HoldEnvironmentAsync(hold, _client.Gatekeeper.Grant("hold", "shop", "test", hold));
        var open = await RollBackAsync();
        Assert.That((await RefusalAsync()).Status.Detail, Does.StartWith("Another rollback is open."));
        Assert.That((await _client.GetAsync(open)).State, Is.Not.EqualTo(State.Succeeded));
    }

    [Test]
    public async Task RollBack_WithTheRequestIdOfADeployment_IsRefused()
    {
        await DeployAsync("1.0.0");
        var asked = TestClient.Request(version: "1.1.0");
        asked.RequestId = Guid.NewGuid().ToString();
        asked.Reason = "";
        asked.Annotations.Clear();
        await _client.DeployAsync(asked);

        var request = new RollBackDeploymentRequest { Application = "shop", Environment = "test", RequestId = asked.RequestId };
        var grant = _client.Gatekeeper.Grant("rollback", "shop", "test", request);
        var refusal = await CallErrors.CatchAsync(async () => await _client.Deploy.RollBackDeploymentAsync(request, grant));
        Assert.That(refusal.StatusCode, Is.EqualTo(StatusCode.AlreadyExists));
        Assert.That((await BackAsync()).Version, Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task RollBack_ToTheCurrentRelease_UndoesNothing()
    {
        await DeployAsync("1.0.0");
        var current = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        var again = await BackAsync(current.DeploymentId);
        Assert.That((again.Version, again.RollsBack), Is.EqualTo(("1.1.0", "")));
        Assert.That((await BackAsync(again.DeploymentId)).RollsBack, Is.Empty, "nor to that rollback");
        Assert.That((await BackAsync()).Version, Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task RollBack_StoredArtifactDamaged_IsFetchedAgain()
    {
        await DeployAsync("1.0.0", "1.1.0");
        Array.ForEach(Directory.GetFiles(Store), file => File.WriteAllText(file, "damaged"));
        Assert.That((await BackAsync()).Version, Is.EqualTo("1.0.0"));
        Assert.That(Current, Is.EqualTo("1.0.0"));
    }

    [Test]
    public async Task RollBack_StoredArtifactDamagedAndAnotherAtItsSource_LeavesTheTarget()
    {
        await DeployAsync("1.0.0", "1.1.0");
        Array.ForEach(Directory.GetFiles(Store), file => File.WriteAllText(file, "damaged"));
        _deployer.AddArtifact("1.0.0", content: "swapped");
        var failed = (await _client.WatchAsync(await RollBackAsync()))[^1].Deployment;
        Assert.That(failed.State, Is.EqualTo(State.Failed));
        Assert.That(failed.Error, Does.Contain("not the one asked for"));
        Assert.That(Current, Is.EqualTo("1.1.0"));
    }

    // The new release is nowhere, and neither is the one before it: that is not as it was.
    [TestCase(null, "1.1.0")]
    [TestCase("foreign", "1.1.0")]
    [TestCase("untouched", null)]
    public async Task RollBack_AfterAFailedPush_GoesToTheLastSuccessUnlessItIsStillThere(string? left, string? goal)
    {
        var kind = new ScriptedTargetKind();
        await using var deployer = new TestDeployer { Kind = kind };
        deployer.Environment.Target.Kind = kind.Name;
        Array.ForEach((string[])["1.0.0", "1.1.0", "1.2.0"], version => deployer.AddArtifact(version));
        _client = await deployer.StartAsync();
        await DeployAsync("1.0.0", "1.1.0");
        kind.Apply = _ =>
        {
            foreach (var host in kind.Hosts.Current.Keys.Where(_ => left != "untouched").ToList())
            {
                kind.Hosts.Current[host] = left;
            }

            throw new Deployer.Errors.StepFailedException("It broke.");
        };
        Assert.That((await _client.DeployAsync(TestClient.Request(version: "1.2.0"))).State, Is.EqualTo(State.Failed));
        kind.Apply = act => act();

        if (goal is null)
        {
            Assert.That((await RefusalAsync()).Status.Detail, Does.Contain("1.1.0 is current"));
        }
        else
        {
            Assert.That((await BackAsync()).Version, Is.EqualTo(goal));
        }
    }

    private async Task DeployAsync(params string[] versions)
    {
        foreach (var version in versions)
        {
            var done = await _client.DeployAsync(TestClient.Request(version: version));
            Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
        }
    }

    private async Task<Deployment> BackAsync(string deploymentId = "")
    {
        var done = (await _client.WatchAsync(await RollBackAsync(deploymentId)))[^1].Deployment;
        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
        return done;
    }

    private Task<RpcException> RefusalAsync() => CallErrors.CatchAsync(() => RollBackAsync());

    private async Task<Deployment> RollBackAsync(string deploymentId = "")
    {
        var request = new RollBackDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deploymentId };
        return await _client.Deploy.RollBackDeploymentAsync(request, _client.Gatekeeper.Grant("rollback", "shop", "test", request));
    }
}
