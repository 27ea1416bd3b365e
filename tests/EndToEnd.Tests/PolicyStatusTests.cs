using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>Which policies decide, asked of both programs through every door.</summary>
public class PolicyStatusTests
{
    [Test]
    public async Task Status_AskedByAnAuditor_IsTheRevisionOfBothPrograms()
    {
        var rest = await Gate.Curl.GetAsync("/v1/policy/status", "alice");
        var run = await Gate.GatectlAsync("policy", "status", "--as", "alice", "--output", "json");
        var denied = await Gate.Curl.DeployAsync("production", "shop-ci", "1.0.0");
        var record = await Gate.GatectlAsync("audit", "list", "--decision", denied.DecisionId, "--output", "json");
        var revision = (string)rest.Json["gatekeeper"]!["revision"]!;
        Assert.Multiple(() =>
        {
            Assert.That(rest.Status, Is.EqualTo(200), rest.Body);
            Assert.That(revision, Does.Match("^sha256:[0-9a-f]{64}$"));
            Assert.That((string)rest.Json["deployer"]!["revision"]!, Is.EqualTo(revision));
            Assert.That((string)run.Json["gatekeeper"]!["revision"]!, Is.EqualTo(revision), run.All);
            Assert.That(record.Out, Does.Contain(revision), "decisions are recorded with the revision that status tells");
        });
    }

    [Test]
    public async Task Status_AskedByAnyoneElse_IsDeniedAndOnRecord()
    {
        var denied = await Gate.Curl.GetAsync("/v1/policy/status", "shop-ci");
        var run = await Gate.GatectlAsync("policy", "status", "--as", "shop-ci");
        var record = await Gate.GatectlAsync("audit", "list", "--decision", denied.DecisionId);
        Assert.Multiple(() =>
        {
            Assert.That(denied.Status, Is.EqualTo(403), denied.Body);
            Assert.That(run.ExitCode, Is.EqualTo(3), run.All);
            Assert.That(record.Out, Does.Contain("DENIED").And.Contain("read_policy"), record.All);
        });
    }

    [Test]
    public async Task Show_OfTheRevisionInUse_HasTheFilesOfThePolicies()
    {
        var status = await Gate.GatectlAsync("policy", "status", "--as", "alice", "--output", "json");
        var revision = (string)status.Json["gatekeeper"]!["revision"]!;
        var all = await Gate.GatectlAsync("policy", "show", revision, "--as", "alice");
        var one = await Gate.GatectlAsync("policy", "show", revision, "roles/data.yaml", "--as", "alice");
        var rest = await Gate.Curl.GetAsync($"/v1/policy/revisions/{revision}?path=roles/data.yaml", "alice");
        var roles = File.ReadAllText(SourceTree.PathTo("policies", "roles", "data.yaml"));
        Assert.Multiple(() =>
        {
            Assert.That(all.Out, Does.Contain("==> gatekeeper/decision.rego (").And.Contain("==> applications/shop/data.yaml ("), all.All);
            Assert.That(one.Out, Does.EndWith(roles), one.All);
            Assert.That(rest.Json["files"]![0]!["content"]!.GetValue<string>(), Is.EqualTo(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(roles))));
        });
    }

    [Test]
    public async Task Ready_ForAnyone_SaysWhichPoliciesDecide()
    {
        var ready = await Gate.Curl.GetAsync("/readyz", null);
        Assert.Multiple(() =>
        {
            Assert.That((string)ready.Json["status"]!, Is.EqualTo("ready"));
            Assert.That((string)ready.Json["policy"]!["deployer"]!["revision"]!, Is.EqualTo((string)ready.Json["policy"]!["gatekeeper"]!["revision"]!));
        });
    }
}
