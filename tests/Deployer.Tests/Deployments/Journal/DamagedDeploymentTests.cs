using Deploy.V1;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Storage;
using Deployer.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using CallErrors = Deployer.Tests.Support.CallErrors;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments.Journal;

/// <summary>A theme: what the journal cannot read of one deployment takes nothing else down.</summary>
[TestFixture]
internal sealed class DamagedDeploymentTests
{
    private TestDeployer _deployer = null!;

    private string JournalFile => Path.Combine(_deployer.Options.StateDirectory, "journal.db");

    [SetUp]
    public void Create() => _deployer = new TestDeployer();

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [TestCase("UPDATE facts SET body = '{}' WHERE deployment = 1 AND ordinal = 2")]
    [TestCase("UPDATE facts SET body = 'x' WHERE deployment = 1")]
    [TestCase("UPDATE facts SET body = '{\"fact\":\"accepted\",\"application\":null}' WHERE deployment = 1 AND ordinal = 1")]
    [TestCase("DELETE FROM facts WHERE deployment = 1")]
    public async Task List_OneIsDamaged_ShowsItAsDamagedAmongTheOthers(string damage)
    {
        _deployer.AddArtifact("1.0.0");
        _deployer.AddArtifact("1.1.0");
        var client = await _deployer.StartAsync();
        var first = await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        var second = await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        await _deployer.StopAsync();
        Sql(damage);
        client = await _deployer.StartAsync();

        var request = new ListDeploymentsRequest { Application = "shop", Environment = "-" };
        var list = await client.Deploy.ListDeploymentsAsync(request, client.Gatekeeper.Grant("list", "shop", "-", request));
        Assert.That(list.Deployments.Select(shown => (shown.DeploymentId, shown.Damaged)), Is.EqualTo(new[] { (second.DeploymentId, false), (first.DeploymentId, true) }));

        var get = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = first.DeploymentId };
        var shown = await client.Deploy.GetDeploymentAsync(get, client.Gatekeeper.Grant("get", "shop", "test", get));
        Assert.That((shown.Damaged, shown.State, shown.Digest), Is.EqualTo((true, State.Succeeded, first.Digest)));
        Assert.That(shown.Error, Does.Contain("damaged"));
        var elsewhere = new GetDeploymentRequest { Application = "shop", Environment = "stage", DeploymentId = first.DeploymentId };
        Assert.That(await CallErrors.ReasonOfAsync(async () => await client.Deploy.GetDeploymentAsync(elsewhere, client.Gatekeeper.Grant("get", "shop", "stage", elsewhere))), Is.EqualTo(ErrorReason.NotFound));
        var cancel = new CancelDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = first.DeploymentId };
        Assert.That(await CallErrors.ReasonOfAsync(async () => await client.Deploy.CancelDeploymentAsync(cancel, client.Gatekeeper.Grant("cancel", "shop", "test", cancel))), Is.EqualTo(ErrorReason.WrongState));
    }

    [Test]
    public async Task Start_OneThatIsOpenIsDamaged_CarriesTheOthersOn()
    {
        _deployer.AddArtifact("1.0.0");
        _deployer.AddArtifact("1.1.0");
        var client = await _deployer.StartAsync();
        var open = await client.CreateAsync(WithTime("1.0.0"));
        var other = await client.CreateAsync(WithTime("1.1.0"));
        await _deployer.StopAsync();
        Sql("UPDATE facts SET body = '{\"fact\":\"succeeded\"}' WHERE deployment = 1 AND ordinal = 1");
        client = await _deployer.StartAsync();

        Assert.That((await client.GetAsync(open)).Damaged);
        Assert.That((await client.GetAsync(other)).Damaged, Is.False);
        Assert.That((await client.DeployAsync(TestClient.Request(version: "1.1.0"))).State, Is.EqualTo(State.Succeeded));
    }

    // A stop that nobody can describe any more keeps none of the later ones from the log, nor from those who are to be told.
    [Test]
    public async Task Stops_OneIsOfADamagedDeployment_AreRecordedAllTheSame()
    {
        var client = await _deployer.StartAsync();
        var (first, second) = (await client.CreateAsync(WithTime("1.0.0")), await client.CreateAsync(WithTime("1.1.0")));
        await _deployer.StopAsync();
        Sql($"INSERT INTO stops (deployment, ordinal) VALUES ('{first.DeploymentId}', 1), ('{second.DeploymentId}', 1); UPDATE facts SET body = 'x' WHERE deployment = 1");
        await _deployer.StartAsync();
        Assert.That(() => Sql("SELECT COUNT(*) FROM stops"), Is.EqualTo(0L).After(5).Seconds.PollEvery(50).MilliSeconds);
        await _deployer.StopAsync();
        var records = string.Concat(Directory.GetFiles(Path.Combine(_deployer.Options.StateDirectory, "audit"), "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.That(records, Does.Contain(second.DeploymentId));
    }

    [Test]
    public async Task Holds_OneIsDamaged_HoldsAndCanBeReleased()
    {
        var client = await _deployer.StartAsync();
        var hold = new HoldEnvironmentRequest { Application = "shop", Environment = "test", Reason = "audit" };
        await client.Deploy.HoldEnvironmentAsync(hold, client.Gatekeeper.Grant("hold", "shop", "test", hold));
        Sql("UPDATE holds SET body = '{}'");

        var get = new GetEnvironmentRequest { Application = "shop", Environment = "test" };
        var shown = await client.Deploy.GetEnvironmentAsync(get, client.Gatekeeper.Grant("get", "shop", "test", get));
        Assert.That(shown.Holds.Single().Reason, Does.Contain("damaged"));
        var release = new ReleaseHoldRequest { Application = "shop", Environment = "test" };
        await client.Deploy.ReleaseHoldAsync(release, client.Gatekeeper.Grant("release", "shop", "test", release));
        shown = await client.Deploy.GetEnvironmentAsync(get, client.Gatekeeper.Grant("get", "shop", "test", get));
        Assert.That(shown.Holds, Is.Empty);
    }

    private static CreateDeploymentRequest WithTime(string version)
    {
        var request = TestClient.Request(version: version);
        request.NotBefore = DateTimeOffset.UtcNow.AddHours(2).ToTimestamp();
        return request;
    }

    private object? Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={JournalFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this fixture's.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
