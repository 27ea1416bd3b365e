using Deploy.V1;
using Deployer.Storage;
using Deployer.Tests.Support;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Outcome = Deploy.V1.RefuseExecutionRequest.Types.Outcome;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments.Execution;

/// <summary>A theme: what the gatekeeper's answer at execution does, as callers see it at the running deployer. The gatekeeper may lie.</summary>
[TestFixture]
[Parallelizable]
internal sealed class ExecutionDecisionTests
{
    private const string Rules = """{"approvals":{"rules":[{"count":1,"from":["team:release"]}]}}""";
    private const string Requester = "person:kim";
    private const string Ci = $$"""{"kind":"code","issuer":"https://ci.test","subject":"shop-ci","persons":["{{Requester}}"]}""";
    private const string Alice = """{"kind":"person","issuer":"https://id.test","subject":"alice","persons":["person:alice"],"principals":["person:alice","team:release"]}""";

    private TestDeployer _deployer = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        _deployer.AddArtifact("1.0.0");
        _client = await _deployer.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task Execution_OfAnApprovedDeployment_AsksWithTheCallsAsTheyWereReceived()
    {
        var request = TestClient.Request();
        request.Reason = "because";
        var claims = _client.Gatekeeper.Claims("deploy", "shop", "test", request) with { ObligationsJson = Rules };
        var grant = _client.Gatekeeper.Sign(claims);
        var created = await _client.Deploy.CreateDeploymentAsync(request, TestGatekeeper.Beside(grant, "deploy"));
        await ApproveAsync(created);
        var done = (await _client.WatchAsync(created))[^1].Deployment;

        var asked = _client.Decider!.Asked.Single();
        Assert.Multiple(() =>
        {
            Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
            Assert.That((asked.DeploymentId, asked.Application, asked.Environment), Is.EqualTo((created.DeploymentId, "shop", "test")));
            Assert.That((asked.Request.Method, asked.Request.Grant), Is.EqualTo(("deploy.v1.DeployService.CreateDeployment", grant)));
            Assert.That(asked.Request.Message, Is.EqualTo(request.ToByteString()));
            Assert.That(asked.Request.CallerDocument.ToByteArray(), Is.EqualTo(TestGatekeeper.Caller.Bytes.ToArray()));
            Assert.That(asked.Approvals.Single().Method, Is.EqualTo("deploy.v1.DeployService.ApproveDeployment"));
            Assert.That(asked.Facts.Digest, Is.EqualTo(done.Digest));
            Assert.That(asked.Facts.ReviewDigest, Is.EqualTo(done.ReviewDigest));
            Assert.That(asked.PolicyRevision, Is.EqualTo(FakePolicy.Revision));
            Assert.That(done.ExecutionDecisionId, Is.Not.Empty.And.Not.EqualTo(done.DecisionId));
        });
    }

    [Test]
    public async Task Denied_Ends_AndLeavesTheTarget()
    {
        _client.Decide = asked => TestDecider.No(asked, Outcome.Denied, "the freeze quarter-end stands");
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That((done.State, done.Error), Is.EqualTo((State.Denied, "Refused when it was decided again: the freeze quarter-end stands")));
        Assert.That(done.ExecutionDecisionId, Is.Not.Empty);
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    [Test]
    public async Task Execution_Undecided_WaitsAndAsksAgain()
    {
        var isDecided = false;
        _client.Decide = asked => isDecided ? TestDecider.Yes(asked) : TestDecider.No(asked, Outcome.Undecided, "the audit log cannot be written");
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.EventuallyAsync(created, d => d.WaitingFor == "the gatekeeper could not decide: the audit log cannot be written", seconds: 20);
        Assert.That((await _client.GetAsync(created)).State, Is.EqualTo(State.Waiting));
        isDecided = true;
        Assert.That((await _client.WatchAsync(created))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    [Test]
    public async Task NoGatekeeper_Waits_AndALateAnswerIsRefused()
    {
        DecisionRequest? first = null;
        _client.Decide = asked =>
        {
            first ??= asked;
            return first == asked ? null : TestDecider.Yes(asked);
        };
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.EventuallyAsync(created, d => d.WaitingFor == "no gatekeeper has decided about it", seconds: 20);
        await _client.Decider!.AnswerAsync(first!, TestDecider.Yes(first!));
        Assert.That(_client.Decider.Outcomes.ToArray()[0], Does.Contain("too late"));
        Assert.That((await _client.WatchAsync(created))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    [Test]
    public async Task Execution_ApprovalsMissing_WaitsForWhatIsAskedForNow()
    {
        var isAsked = false;
        _client.Decide = asked =>
        {
            var answer = isAsked ? TestDecider.Yes(asked) : TestDecider.No(asked, Outcome.ApprovalsMissing, "1 of team:release is missing", Rules);
            isAsked = true;
            return answer;
        };
        var created = await _client.CreateAsync(TestClient.Request());
        var pending = await _client.WaitForAsync(created, State.PendingApproval);
        Assert.That(pending.ApprovalsNeeded.Single().From, Is.EqualTo((string[])["team:release"]));
        await ApproveAsync(created);
        Assert.That((await _client.WatchAsync(created))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    private static IEnumerable<TestCaseData> Lies()
    {
        static TestCaseData Lie(string name, Func<DecisionRequest, DecisionAnswer> answer) => new TestCaseData(answer).SetArgDisplayNames(name);
        static DecisionAnswer Changed(DecisionRequest asked, Action<ExecuteDeploymentRequest> change)
        {
            var request = (ExecuteDeploymentRequest)TestDecider.Yes(asked).Request;
            change(request);
            return new DecisionAnswer(request);
        }

        yield return Lie("another digest", asked => Changed(asked, r => r.Digest = "sha256:" + new string('0', 64)));
        yield return Lie("another review digest", asked => Changed(asked, r => r.ReviewDigest = "sha256:" + new string('0', 64)));
        yield return Lie("no review digest", asked => Changed(asked, r => r.ReviewDigest = ""));
        yield return Lie("another deployment", asked => Changed(asked, r => r.DeploymentId = "other"));
        yield return Lie("an approval that was not given", asked => Changed(asked, r => r.Approvals.Add(Counted(Guid.NewGuid().ToString(), "person:eve"))) with { Obligations = Rules });
        yield return Lie("approvals asked for, none given", asked => TestDecider.Yes(asked) with { Obligations = Rules });
        yield return Lie("obligations that are not known", asked => TestDecider.Yes(asked) with { Obligations = """{"unknown":1}""" });
        yield return Lie("a grant for another environment", asked => TestDecider.Yes(asked) with { Change = claims => claims with { Environment = "stage" } });
        yield return Lie("a grant for another action", asked => TestDecider.Yes(asked) with { Change = claims => claims with { Action = "refuse_execution" } });
        yield return Lie("a grant for another message", asked => TestDecider.Yes(asked) with { Change = claims => claims with { RequestHash = new string('0', 64) } });
        yield return Lie("a grant that has expired", asked => TestDecider.Yes(asked) with { Change = claims => claims with { IssuedAt = claims.IssuedAt - 100, ExpiresAt = claims.ExpiresAt - 100 } });
        yield return Lie("a grant for another deployer", asked => TestDecider.Yes(asked) with { Change = claims => claims with { Audience = "other" } });
        yield return Lie("no revision", asked => TestDecider.Yes(asked) with { Change = claims => claims with { PolicyRevision = GrantFormat.NoRevision } });
        yield return Lie("a caller document where there is none", asked => TestDecider.Yes(asked) with { Change = claims => claims with { CallerDocumentHash = new string('0', 64) } });
    }

    [TestCaseSource(nameof(Lies))]
    public async Task Execution_AnswerThatLies_ExecutesNothing(Func<DecisionRequest, DecisionAnswer> answer)
    {
        _client.Decide = answer;
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.EventuallyAsync(created, _ => !_client.Decider!.Outcomes.IsEmpty, seconds: 20);
        Assert.That(_client.Decider!.Outcomes, Has.All.Not.Empty);
        Assert.That((await _client.GetAsync(created)).State, Is.EqualTo(State.Waiting));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    [Test]
    public async Task Approvals_AtExecution_AreCountedAgainByTheWorker()
    {
        var created = await CreatePendingAsync();
        await ApproveAsync(created);
        _client.Decide = asked => Approved(asked, "person:shop-owner");
        var done = (await _client.WatchAsync(created))[^1].Deployment;
        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
    }

    // Signed by the gatekeeper, and counted by nobody.
    [TestCase("once, for two persons")]
    [TestCase("for nobody")]
    [TestCase("for who asked")]
    public async Task Approvals_ThatAreCountedWrongly_ExecuteNothing(string how)
    {
        _client.Decide = asked =>
        {
            var answer = Approved(asked, how == "for who asked" ? Requester : "person:alice");
            var approvals = ((ExecuteDeploymentRequest)answer.Request).Approvals;
            switch (how)
            {
                case "once, for two persons":
                    approvals.Add(Counted(approvals[0].DecisionId, "person:eve"));
                    break;
                case "for nobody":
                    approvals[0].Persons.Clear();
                    break;
            }

            return answer;
        };
        var created = await CreatePendingAsync();
        await ApproveAsync(created);
        await AssertNothingComesOfItAsync(created);
    }

    [TestCase(Outcome.Denied, true)]
    [TestCase(Outcome.ApprovalsMissing, false)]
    public async Task Refusal_ThatDoesNotFit_ChangesNothing(Outcome outcome, bool isOfAnother)
    {
        _client.Decide = asked =>
        {
            var answer = TestDecider.No(asked, outcome, "no", Rules);
            var refusal = (RefuseExecutionRequest)answer.Request;
            if (isOfAnother)
            {
                refusal.DeploymentId = "other";
            }
            else
            {
                refusal.Approvals.Add(Counted(Guid.NewGuid().ToString(), "person:eve"));
            }

            return answer;
        };
        await AssertNothingComesOfItAsync(await _client.CreateAsync(TestClient.Request()));
    }

    [Test]
    public async Task Hold_SetWhileItIsDecided_StopsIt()
    {
        _client.Decide = asked =>
        {
            HoldAsync().Wait();
            return TestDecider.Yes(asked);
        };
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.EventuallyAsync(created, d => d.WaitingFor.StartsWith("held by", StringComparison.Ordinal), seconds: 20);
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    [Test]
    public async Task Restart_WhileItIsDecided_AsksAgainButNeverAfterThePush()
    {
        _client.Decide = _ => null;
        var created = await _client.CreateAsync(TestClient.Request());
        await _client.EventuallyAsync(created, _ => !_client.Decider!.Asked.IsEmpty, seconds: 20);
        await _deployer.StopAsync();
        _client = await _deployer.StartAsync();
        Assert.That((await _client.WatchAsync(created))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
        Assert.That(_client.Decider!.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Calls_OfADeploymentThatIsOver_AreKeptNoLonger()
    {
        await _client.DeployAsync(TestClient.Request());
        await _deployer.StopAsync();
        var file = Path.Combine(_deployer.Options.StateDirectory, "journal.db");
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        Assert.That(File.ReadAllBytes(file).AsSpan().IndexOf(TestGatekeeper.Caller.Bytes.Span), Is.Negative);
    }

    private static CountedApproval Counted(string decision, string person) =>
        new() { DecisionId = decision, ExecutionDecisionId = Guid.CreateVersion7().ToString(), Persons = { person }, Principals = { "team:release" } };

    private static DecisionAnswer Approved(DecisionRequest asked, string person)
    {
        var request = (ExecuteDeploymentRequest)TestDecider.Yes(asked).Request;
        foreach (var approval in asked.Approvals)
        {
            var payload = System.Buffers.Text.Base64Url.DecodeFromChars(approval.Grant.Split('.')[1]);
            var decision = System.Text.Json.JsonDocument.Parse(payload).RootElement.GetProperty("dec").GetString()!;
            request.Approvals.Add(Counted(decision, person));
        }

        return new DecisionAnswer(request, Rules);
    }

    private async Task AssertNothingComesOfItAsync(Deployment created)
    {
        await _client.EventuallyAsync(created, _ => !_client.Decider!.Outcomes.IsEmpty, seconds: 20);
        Assert.That(_client.Decider!.Outcomes, Has.All.Not.Empty);
        Assert.That((await _client.GetAsync(created)).State, Is.EqualTo(State.Waiting));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    private async Task<Deployment> CreatePendingAsync()
    {
        var request = TestClient.Request();
        var created = await _client.Deploy.CreateDeploymentAsync(request, _client.Gatekeeper.Grant(_client.Gatekeeper.Claims("deploy", "shop", "test", request) with { ObligationsJson = Rules, CallerJson = Ci }));
        return await _client.WaitForAsync(created, State.PendingApproval);
    }

    private async Task ApproveAsync(Deployment deployment)
    {
        await _client.WaitForAsync(deployment, State.PendingApproval);
        var request = new ApproveDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deployment.DeploymentId };
        await _client.Deploy.ApproveDeploymentAsync(
            request, _client.Gatekeeper.Grant(_client.Gatekeeper.Claims("approve", "shop", "test", request) with { Client = "alice", CallerJson = Alice }));
    }

    private async Task HoldAsync()
    {
        var request = new HoldEnvironmentRequest { Application = "shop", Environment = "test", Reason = "stop" };
        await _client.Deploy.HoldEnvironmentAsync(request, _client.Gatekeeper.Grant("hold", "shop", "test", request));
    }
}
