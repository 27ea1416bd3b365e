using System.Text;
using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using Google.Protobuf;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Notifications;

/// <summary>A theme: what a webhook is told of what happens at a running deployer.</summary>
[TestFixture]
internal sealed class NotificationTests
{
    private const string Rules = """{"approvals":{"rules":[{"count":1,"from":["team:release"]},{"count":1,"from":["team:security"]}],"expires_after":"24h"}}""";
    private const string Alice = """{"kind":"person","issuer":"https://id.test","subject":"alice","persons":["person:alice"],"principals":["person:alice","team:release"]}""";

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private TestDeployer _deployer = null!;
    private TestClient _client = null!;
    private WebhookReceiver _receiver = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _deployer = new TestDeployer();
        _deployer.AddArtifact("1.0.0");
        _deployer.AddArtifact("1.1.0");
        var secret = _deployer.DirectoryPath.Combine("webhook.secret");
        PrivateFile.Write(secret, $"whsec_{Convert.ToBase64String(Secret)}\n", durable: false);
        _deployer.Options.Notifications.Webhooks["chat"] = new WebhookOptions { Url = _receiver.Url.ToString(), SecretFile = secret };
        _client = await _deployer.StartAsync();
        await WaitForCursorAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _deployer.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task Deployment_ThatWaitsForApproval_IsToldWithWhatAPersonNeeds()
    {
        var pending = await PendingAsync();
        var told = (await _receiver.WaitForAsync(1))[0];

        Assert.Multiple(() =>
        {
            Assert.That(told.IsSignedWith(Secret));
            Assert.That(told.Type, Is.EqualTo("gatekeeper.deployment.pending_approval.v1"));
            Assert.That(told.Subject, Is.EqualTo($"applications/shop/environments/test/deployments/{pending.DeploymentId}"));
            Assert.That((string)told.Json["source"]!, Is.EqualTo("//deployer.local/audit"));
            Assert.That((string)told.Data["state"]!, Is.EqualTo("PENDING_APPROVAL"));
            Assert.That(((string)told.Data["version"]!, (string)told.Data["digest"]!), Is.EqualTo(("1.0.0", pending.Digest)));
            Assert.That(((string)told.Data["requested_by"]!, (string)told.Data["reason"]!), Is.EqualTo(("shop-ci", "weekly \"release\"")));
            Assert.That(told.Data["approvals_needed"]!.ToJsonString(), Is.EqualTo("""[{"count":1,"given":0,"from":["team:release"]},{"count":1,"given":0,"from":["team:security"]}]"""));
            Assert.That(DateTimeOffset.Parse((string)told.Data["approval_expire_time"]!), Is.EqualTo(pending.ApprovalExpireTime.ToDateTimeOffset()));
            Assert.That((string)told.Data["review_digest"]!, Is.EqualTo(pending.ReviewDigest));
            Assert.That(((string)told.Data["decision_id"]!, (string)told.Data["policy_revision"]!), Is.EqualTo((pending.DecisionId, pending.PolicyRevision)));
        });
    }

    [Test]
    public async Task Events_OfADeployment_HaveNoLinkNoGrantAndNoClaim()
    {
        await RejectAsync(await PendingAsync());
        await HoldAsync();
        foreach (var told in await _receiver.WaitForAsync(3))
        {
            var body = Encoding.UTF8.GetString(told.Body);
            Assert.That(body, Does.Not.Contain("http").And.Not.Contain("eyJ").And.Not.Contain("id.test").And.Not.Contain(_deployer.DirectoryPath.Path));
        }
    }

    [Test]
    public async Task Ends_OfDeployments_AreToldInTheirOrder()
    {
        var succeeded = await _client.DeployAsync(TestClient.Request());
        var failed = await _client.DeployAsync(TestClient.Request(version: "9.9.9"));
        var rejected = await RejectAsync(await PendingAsync());
        var cancelled = await CancelAsync(await PendingAsync("1.1.0"));

        var told = await _receiver.WaitForAsync(6);
        Assert.That(told.Select(t => t.Type["gatekeeper.deployment.".Length..]), Is.EqualTo((string[])
            ["succeeded.v1", "failed.v1", "pending_approval.v1", "rejected.v1", "pending_approval.v1", "cancelled.v1"]));
        Assert.That(told.Select(t => (string)t.Data["deployment_id"]!), Is.EqualTo((string[])
            [succeeded.DeploymentId, failed.DeploymentId, rejected.DeploymentId, rejected.DeploymentId, cancelled.DeploymentId, cancelled.DeploymentId]));
        Assert.Multiple(() =>
        {
            Assert.That((string)told[0].Data["execution_decision_id"]!, Is.EqualTo(succeeded.ExecutionDecisionId));
            Assert.That((string)told[1].Data["error"]!, Is.EqualTo(failed.Error));
            Assert.That(((string)told[3].Data["done_by"]!, (string)told[3].Data["comment"]!), Is.EqualTo(("shop-ci", "not today")));
            Assert.That((string)told[4].Data["replaces"]!["version"]!, Is.EqualTo("1.0.0"));
            Assert.That(told.Select(t => t.Id), Is.Unique);
        });
    }

    [Test]
    public async Task Success_ThatPassesAnEarlierRequest_TellsOfBoth()
    {
        var earlier = await PendingAsync();
        var later = await _client.DeployAsync(TestClient.Request(version: "1.1.0"));
        var told = await _receiver.WaitForAsync(3);

        Assert.That(told[1..].Select(t => (t.Type, (string)t.Data["deployment_id"]!)), Is.EqualTo(((string, string)[])
            [(NotificationTypes.DeploymentEnd("succeeded"), later.DeploymentId), (NotificationTypes.DeploymentEnd("superseded"), earlier.DeploymentId)]));
        Assert.That((string)told[2].Data["error"]!, Is.EqualTo($"Superseded by 1.1.0 ({later.DeploymentId})."));
    }

    [Test]
    public async Task Hold_SetAndReleased_IsToldWithBothPersons()
    {
        await HoldAsync();
        var release = new ReleaseHoldRequest { Application = "-", Environment = "test" };
        await _client.Deploy.ReleaseHoldAsync(release, _client.Gatekeeper.Grant(_client.Gatekeeper.Claims("release", "-", "test", release) with { Client = "bob" }));
        var told = await _receiver.WaitForAsync(2);

        Assert.Multiple(() =>
        {
            Assert.That(told.Select(t => t.Type), Is.EqualTo((string[])[NotificationTypes.HoldSet, NotificationTypes.HoldReleased]));
            Assert.That(told.Select(t => t.Subject), Is.All.EqualTo("applications/-/environments/test"));
            Assert.That(told.Select(t => ((string)t.Data["set_by"]!, (string)t.Data["reason"]!, (string?)t.Data["released_by"])), Is.EqualTo(((string, string, string?)[])
                [("shop-ci", "an incident", null), ("shop-ci", "an incident", "bob")]));
            Assert.That((string)told[0].Data["decision_id"]!, Is.Not.Empty.And.Not.EqualTo((string)told[1].Data["decision_id"]!));
        });
    }

    [Test]
    public async Task Receiver_ThatIsDown_HoldsUpNothingAndIsToldAfterARestart()
    {
        var port = _receiver.Port;
        await _receiver.DisposeAsync();
        var done = await _client.DeployAsync(TestClient.Request());
        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
        await _deployer.StopAsync();
        _receiver = await WebhookReceiver.StartAsync(port);
        await _deployer.StartAsync();

        Assert.That((string)(await _receiver.WaitForAsync(1))[0].Data["deployment_id"]!, Is.EqualTo(done.DeploymentId));
    }

    private async Task<Deployment> PendingAsync(string version = "1.0.0")
    {
        var request = TestClient.Request(version: version);
        request.Reason = "weekly \"release\"";
        var claims = _client.Gatekeeper.Claims("deploy", "shop", "test", request) with { ObligationsJson = Rules };
        return await _client.WaitForAsync(await _client.Deploy.CreateDeploymentAsync(request, _client.Gatekeeper.Grant(claims)), State.PendingApproval);
    }

    private async Task<Deployment> RejectAsync(Deployment deployment)
    {
        var request = new RejectDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deployment.DeploymentId, Comment = "not today" };
        return await _client.Deploy.RejectDeploymentAsync(request, _client.Gatekeeper.Grant(As(Alice, "reject", request)));
    }

    private async Task<Deployment> CancelAsync(Deployment deployment)
    {
        var request = new CancelDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deployment.DeploymentId };
        return await _client.Deploy.CancelDeploymentAsync(request, _client.Gatekeeper.Grant("cancel", "shop", "test", request));
    }

    private async Task HoldAsync()
    {
        var request = new HoldEnvironmentRequest { Application = "-", Environment = "test", Reason = "an incident" };
        await _client.Deploy.HoldEnvironmentAsync(request, _client.Gatekeeper.Grant("hold", "-", "test", request));
    }

    private Gateway.Contract.Grants.GrantClaims As(string caller, string action, IMessage request) => _client.Gatekeeper.Claims(action, "shop", "test", request) with { CallerJson = caller };

    private async Task WaitForCursorAsync()
    {
        var file = Path.Combine(_deployer.Options.StateDirectory, "notifications", "chat.json");
        for (var i = 0; i < 1000 && !File.Exists(file); i++)
        {
            await Task.Delay(10);
        }
    }
}
