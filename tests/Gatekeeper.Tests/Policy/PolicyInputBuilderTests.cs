using Deploy.V1;
using Gatekeeper.Policy;
using Gatekeeper.Tests.Support;
using Google.Protobuf;
using Rego.Values;

namespace Gatekeeper.Tests.Policy;

[TestFixture]
public sealed class PolicyInputBuilderTests
{
    [Test]
    public void Build_Create_IsTheDocumentOfTheContract()
    {
        var message = new CreateDeploymentRequest
        {
            Application = "shop",
            Environment = "production",
            Version = "1.4.2",
            Digest = "sha256:ab",
            RequestId = "R-1",
            Reason = "weekly",
            Exception = "break-glass",
        };
        message.Annotations.Add("ticket", "OPS-1");
        var input = PolicyInputBuilder.Build(Sample.Call(message, "rest", "10.1.2.3", "id-1"), Sample.Caller(claims: """{"repository":"org/shop"}"""));
        Assert.That(input, Is.EqualTo(RegoJson.Parse(
            """
            {
              "caller": {"kind": "code", "issuer": "https://ci.example", "subject": "repo:org/shop", "claims": {"repository": "org/shop"}, "groups": [], "authenticated_by": "jwt"},
              "action": "deploy", "application": "shop", "environment": "production",
              "request": {"version": "1.4.2", "digest": "sha256:ab", "request_id": "r-1", "reason": "weekly", "exception": "break-glass", "annotations": {"ticket": "OPS-1"}},
              "context": {"time": "2026-01-31T12:00:00.000000Z", "channel": "rest", "phase": "request", "remote_ip": "10.1.2.3", "decision_id": "id-1"}
            }
            """)));
    }

    [TestCaseSource(nameof(Requests))]
    public void Build_Request_HasAllFieldsThatAreSetAndNoOthers(IMessage message, string request)
    {
        var input = PolicyInputBuilder.Build(Sample.Call(message), Sample.Caller());
        Assert.That(input["request"], Is.EqualTo(RegoJson.Parse(request)));
    }

    private static readonly TestCaseData[] Requests =
    [
        new(new GetDeploymentRequest { Application = "a", Environment = "e", DeploymentId = "d" }, """{"deployment_id":"d"}"""),
        new(new WatchDeploymentRequest { Application = "a", Environment = "e", DeploymentId = "d" }, """{"deployment_id":"d"}"""),
        new(new ListDeploymentsRequest { Application = "-", Environment = "-" }, "{}"),
        new(
            new ListDeploymentsRequest { Application = "a", Environment = "e", State = Deployment.Types.State.RolledBack, PageSize = 7, PageToken = "t" },
            """{"state":"ROLLED_BACK","page_size":7,"page_token":"t"}"""),
        new(new CreateDeploymentRequest { Application = "a", Environment = "e", Version = "1" }, """{"version":"1"}"""),
        new(new CancelDeploymentRequest { Application = "a", Environment = "e", DeploymentId = "d", Comment = "c" }, """{"deployment_id":"d","comment":"c"}"""),
        new(new ApproveDeploymentRequest { Application = "a", Environment = "e", DeploymentId = "d" }, """{"deployment_id":"d"}"""),
        new(new ApproveDeploymentRequest { Application = "a", Environment = "e", DeploymentId = "d", Exception = "x" }, """{"deployment_id":"d","exception":"x"}"""),
        new(new RejectDeploymentRequest { Application = "a", Environment = "e", DeploymentId = "d", Comment = "c" }, """{"deployment_id":"d","comment":"c"}"""),
        new(
            new RollBackDeploymentRequest { Application = "a", Environment = "e", DeploymentId = "d", RequestId = "r", Reason = "x", Exception = "y" },
            """{"deployment_id":"d","request_id":"r","reason":"x","exception":"y"}"""),
    ];
}
