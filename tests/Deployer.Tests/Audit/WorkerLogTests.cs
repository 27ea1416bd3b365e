using System.Text.Json;
using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Contract.Audit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Audit;

[TestFixture]
internal sealed class WorkerLogTests
{
    private TestDeployer _deployer = null!;

    [SetUp]
    public void Create()
    {
        _deployer = new TestDeployer();
        _deployer.AddArtifact("1.0.0");
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task Deploy_Allowed_RecordsTheDecisionsAndTheExecutionInTheirOrder()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request());
        var records = await StopAndReadAsync();

        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
        string[] kinds = [.. records.Where(record => DeploymentOf(record) == done.DeploymentId).Select(record => $"{Text(record, "kind")} {Text(record, "path")}".Trim())];
        Assert.That(kinds, Is.EqualTo(["decision deployer/artifact", "decision deployer/artifact", "execution"]), "when it is verified, immediately before it is decided, and then");
        var decision = records.First(record => Text(record, "kind") == "decision");
        var execution = records.Single(record => Text(record, "kind") == "execution");
        Assert.Multiple(() =>
        {
            Assert.That(decision.GetProperty("allowed").GetBoolean());
            Assert.That(decision.GetProperty("input").GetProperty("artifact").GetProperty("digest").GetString(), Is.EqualTo(done.Digest));
            Assert.That(decision.GetProperty("bundles").GetProperty("policies").GetProperty("revision").GetString(), Is.Not.Empty);
            Assert.That(decision.GetProperty("deployment").GetRawText(), Is.EqualTo($$"""{"application":"shop","deployment_id":"{{done.DeploymentId}}","environment":"test"}"""));
            Assert.That(Text(execution, "decision_id"), Is.EqualTo(done.ExecutionDecisionId));
            Assert.That(Text(execution, "request_decision_id"), Is.EqualTo(done.DecisionId));
            Assert.That(Text(execution, "decided_by"), Is.EqualTo("gatekeeper.test/audit"));
            Assert.That(Text(execution, "digest"), Is.EqualTo(done.Digest));
            Assert.That(Text(execution, "review_digest"), Is.EqualTo(done.ReviewDigest));
            Assert.That(ExecutionMatcher.Match([("deployer.test/audit", Log)]).Problems, Is.Empty);
        });
    }

    [Test]
    public async Task Deploy_ArtifactRefused_RecordsTheRefusalAndNoExecution()
    {
        _deployer.Policy.AllowArtifact = _ => false;
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request());
        var records = await StopAndReadAsync();

        Assert.That(done.State, Is.EqualTo(State.Failed));
        Assert.That(records.Where(record => DeploymentOf(record) == done.DeploymentId).Select(record => (Text(record, "kind"), record.GetProperty("allowed").GetBoolean())), Is.EqualTo(new[] { ("decision", false), ("stopped", false) }));
        Assert.That(Text(StoppedIn(records, done), "state"), Is.EqualTo("FAILED"));
    }

    [Test]
    public async Task Deploy_ArtifactThatIsNotThere_RecordsThatItWasStopped()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request(version: "9.9.9"));
        Assert.That(() => LogReader.ReadAll(Log).Count(entry => entry.Kind == "stopped"), Is.EqualTo(1).After(20_000, 50), "at once, and not when the deployer ends");
        var stopped = StoppedIn(await StopAndReadAsync(), done);
        Assert.That((done.State, Text(stopped, "state")), Is.EqualTo((State.Failed, "FAILED")));
        Assert.That(Text(stopped, "detail"), Does.Contain("The source has no 'shop-9.9.9.tar.gz'"));
    }

    // A crash between the journal's commit and the record.
    [Test]
    public async Task Start_StopThatIsNotOnRecord_RecordsItOnce()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request(version: "9.9.9"));
        await StopAndReadAsync();
        Sql($"INSERT INTO stops (deployment, ordinal) SELECT id, (SELECT MAX(ordinal) FROM facts WHERE deployment = d.seq) FROM deployments d WHERE id = '{done.DeploymentId}'");

        await _deployer.StartAsync();
        var records = await StopAndReadAsync();
        await _deployer.StartAsync();
        var again = await StopAndReadAsync();

        Assert.That(Stops(records), Is.EqualTo(2), "the one that was lost, and the one before");
        Assert.That(Stops(again), Is.EqualTo(2));

        int Stops(List<JsonElement> all) => all.Count(record => Text(record, "kind") == "stopped" && DeploymentOf(record) == done.DeploymentId);
    }

    [Test]
    public async Task Deploy_RefusedByTheGatekeeper_RecordsThatItWasStoppedAndNoExecution()
    {
        var client = await _deployer.StartAsync();
        client.Decide = asked => TestDecider.No(asked, RefuseExecutionRequest.Types.Outcome.Denied, "not now");
        var done = await client.DeployAsync(TestClient.Request());
        Assert.That(done.State, Is.EqualTo(State.Denied));
        var records = await StopAndReadAsync();
        Assert.That(records.Select(record => Text(record, "kind")), Has.None.EqualTo("execution"));
        var stopped = StoppedIn(records, done);
        Assert.Multiple(() =>
        {
            Assert.That((Text(stopped, "state"), Text(stopped, "detail")), Is.EqualTo(("DENIED", "Denied: Refused when it was decided again: not now")));
            Assert.That(stopped.GetProperty("allowed").GetBoolean(), Is.False);
            Assert.That(Text(stopped, "decision_id"), Is.Not.Null.And.EqualTo(done.ExecutionDecisionId).And.Not.EqualTo(done.DecisionId));
            Assert.That(Text(stopped, "request_decision_id"), Is.EqualTo(done.DecisionId));
            Assert.That((Text(stopped, "digest"), Text(stopped, "review_digest")), Is.EqualTo((done.Digest, done.ReviewDigest)));
        });
    }

    [Test]
    public async Task Deploy_NotPushedInTime_RecordsThatItWasStopped()
    {
        var client = await _deployer.StartAsync();
        client.Decide = asked => TestDecider.No(asked, RefuseExecutionRequest.Types.Outcome.Undecided, "later");
        var request = TestClient.Request();
        request.NotAfter = DateTimeOffset.UtcNow.AddSeconds(2).ToTimestamp();
        var done = await client.DeployAsync(request);
        Assert.That(done.State, Is.EqualTo(State.Expired));
        var stopped = StoppedIn(await StopAndReadAsync(), done);
        Assert.That(Text(stopped, "state"), Is.EqualTo("EXPIRED"));
        Assert.That(Text(stopped, "detail"), Does.StartWith("Expired: Its push had not begun at").And.Contain("later"));
        Assert.That(Text(stopped, "decision_id"), Is.Null, "nobody has decided that");
    }

    [Test]
    public async Task Deploy_ApprovalsMissingWhenItIsExecuted_RecordsThatItWasStopped()
    {
        var client = await _deployer.StartAsync();
        client.Decide = asked => TestDecider.No(
            asked, RefuseExecutionRequest.Types.Outcome.ApprovalsMissing, "1 of team:release is missing", """{"approvals":{"rules":[{"count":1,"from":["team:release"]}]}}""");
        var created = await client.CreateAsync(TestClient.Request());
        var pending = await client.WaitForAsync(created, State.PendingApproval);
        var stopped = StoppedIn(await StopAndReadAsync(), pending);
        Assert.That((Text(stopped, "state"), Text(stopped, "detail")), Is.EqualTo(("PENDING_APPROVAL", "Approvals are missing: 1 of team:release is missing")));
        Assert.That(Text(stopped, "decision_id"), Is.Not.Null.And.Not.EqualTo(pending.DecisionId), "the gatekeeper's, at execution");
    }

    [Test]
    public async Task Deploy_PassedByALaterOne_RecordsThatItWasStopped()
    {
        _deployer.AddArtifact("1.1.0");
        var client = await _deployer.StartAsync();
        client.Decide = asked => asked.Facts.Version == "1.0.0" ? TestDecider.No(asked, RefuseExecutionRequest.Types.Outcome.Undecided, "later") : TestDecider.Yes(asked);
        var earlier = await client.CreateAsync(TestClient.Request());
        await client.EventuallyAsync(earlier, now => now.WaitingFor.EndsWith("later", StringComparison.Ordinal));
        var later = await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That((await client.WaitForAsync(earlier, State.Superseded)).Error, Is.Not.Empty);
        var records = await StopAndReadAsync();
        Assert.That(Text(StoppedIn(records, earlier), "detail"), Is.EqualTo($"Superseded by 1.1.0 ({later.DeploymentId})."));
        Assert.That(records.Where(record => Text(record, "kind") == "stopped" && DeploymentOf(record) == later.DeploymentId), Is.Empty);
    }

    [Test]
    public async Task Call_GrantUsedBefore_IsOnRecord()
    {
        var client = await _deployer.StartAsync();
        var request = TestClient.Request();
        var grant = client.Gatekeeper.Grant("deploy", request.Application, request.Environment, request);
        await client.Deploy.CreateDeploymentAsync(request, grant);
        Assert.That(async () => await client.Deploy.CreateDeploymentAsync(request, grant), Throws.InstanceOf<RpcException>());
        Assert.That(RefusalsOf(await StopAndReadAsync()), Is.EqualTo(new[] { ("GRANT_REPLAYED", "/deploy.v1.DeployService/CreateDeployment") }));
    }

    [Test]
    public async Task Call_AllowedAndNotCarriedOut_IsOnRecordWithItsDecision()
    {
        var client = await _deployer.StartAsync();
        var request = new CancelDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = Guid.NewGuid().ToString() };
        Assert.That(async () => await client.Deploy.CancelDeploymentAsync(request, client.Gatekeeper.Grant("cancel", "shop", "test", request)), Throws.InstanceOf<RpcException>());
        var refusal = (await StopAndReadAsync()).Single(record => Text(record, "kind") == "refusal");
        Assert.That((Text(refusal, "reason"), Text(refusal, "method")), Is.EqualTo(("NOT_FOUND", "/deploy.v1.DeployService/CancelDeployment")));
        Assert.That(Text(refusal, "decision_id"), Is.Not.Null.And.Not.Empty);
    }

    [Test]
    public async Task Call_GrantForAnotherCallOrNoneOrUnknownMethod_IsOnRecord()
    {
        var client = await _deployer.StartAsync();
        var request = TestClient.Request();
        var other = client.Gatekeeper.Grant("deploy", request.Application, "production", request);
        Assert.That(async () => await client.Deploy.CreateDeploymentAsync(request, other), Throws.InstanceOf<RpcException>());
        Assert.That(async () => await client.Deploy.CreateDeploymentAsync(request), Throws.InstanceOf<RpcException>());
        using (var raw = new RawCall(_deployer.Options.Socket))
        {
            await raw.SendAsync("/deploy.v1.DeployService/Nothing", RawCall.Frame([]), grant: null);
        }

        const string method = "/deploy.v1.DeployService/CreateDeployment";
        Assert.That(RefusalsOf(await StopAndReadAsync()), Is.EqualTo(new[] { ("GRANT_MISMATCH", method), ("GRANT_MISSING", method), ("UNKNOWN_METHOD", "unknown") }));
    }

    [Test]
    public async Task Call_FloodOfRefusals_IsCountedExactly()
    {
        const int calls = 40;
        _deployer.Options.Audit.MaxRefusalRecordsPerSecond = 3;
        var client = await _deployer.StartAsync();
        for (var i = 0; i < calls; i++)
        {
            Assert.That(async () => await client.Deploy.CreateDeploymentAsync(TestClient.Request()), Throws.InstanceOf<RpcException>());
        }

        var records = await StopAndReadAsync();
        var counted = records.Where(record => Text(record, "kind") == "summary").Sum(record => record.GetProperty("refusals")[0].GetProperty("count").GetInt32());
        var recorded = RefusalsOf(records).Count;
        Assert.That(recorded + counted, Is.EqualTo(calls));
        Assert.That(counted, Is.Positive);
    }

    private string Log => Path.Combine(_deployer.Options.StateDirectory, "audit");

    private void Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_deployer.Options.StateDirectory, "journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this fixture's.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private async Task<List<JsonElement>> StopAndReadAsync()
    {
        await _deployer.StopAsync();
        return [.. LogReader.ReadAll(Log).Select(entry => JsonDocument.Parse(entry.Json).RootElement)];
    }

    private static JsonElement StoppedIn(IEnumerable<JsonElement> records, Deployment deployment) =>
        records.Single(record => Text(record, "kind") == "stopped" && DeploymentOf(record) == deployment.DeploymentId);

    private static List<(string?, string?)> RefusalsOf(IEnumerable<JsonElement> records) =>
        [.. records.Where(record => Text(record, "kind") == "refusal").Select(record => (Text(record, "reason"), Text(record, "method")))];

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? DeploymentOf(JsonElement record) => record.TryGetProperty("deployment", out var about) ? Text(about, "deployment_id") : null;
}
