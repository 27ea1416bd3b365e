using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The gRPC door, called from Node with its own gRPC library.</summary>
public class GrpcTests
{
    private static string Token(string caller) => Gate.Dev.TokenFile(caller);

    [Test]
    public async Task Create_ToTest_IsWatchedToItsEnd()
    {
        var created = await Gate.Node.DeployAsync("test", "1.0.0", Token("shop-ci"));
        Assert.That((string)created["status"]!, Is.EqualTo("OK"), created.ToJsonString());
        var watched = await Gate.Node.CallAsync("WatchDeployment", Reference(created["response"]!), Token("shop-ci"));
        Assert.Multiple(() =>
        {
            Assert.That((string)watched["status"]!, Is.EqualTo("OK"), watched.ToJsonString());
            Assert.That((string)watched["response"]!["deployment"]!["state"]!, Is.EqualTo("SUCCEEDED"));
            Assert.That((string)created["metadata"]!["decision-id"]!, Is.Not.Empty);
        });
    }

    [Test]
    public async Task Create_ToProduction_IsDeniedWithReasonsAndDecisionId()
    {
        var answer = await Gate.Node.DeployAsync("production", "1.0.0", Token("shop-ci"));
        Assert.Multiple(() =>
        {
            Assert.That((string)answer["status"]!, Is.EqualTo("PERMISSION_DENIED"));
            Assert.That(Types(answer), Does.Contain("google.rpc.ErrorInfo").And.Contain("google.rpc.PreconditionFailure"));
            Assert.That((string)answer["detailsText"]!, Does.Contain("POLICY_DENIED").And.Contain("production"));
            Assert.That((string)answer["metadata"]!["decision-id"]!, Is.Not.Empty);
        });
    }

    [Test]
    public async Task Create_WithoutToken_IsUnauthenticated()
    {
        var answer = await Gate.Node.DeployAsync("test", "1.0.0", null);
        Assert.Multiple(() =>
        {
            Assert.That((string)answer["status"]!, Is.EqualTo("UNAUTHENTICATED"));
            Assert.That((string)answer["metadata"]!["decision-id"]!, Is.Not.Empty);
        });
    }

    [Test]
    public async Task Create_WithATokenForAnotherAudience_IsUnauthenticated()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.Sub("token"), await Gate.TokenAsync("shop-ci", "--audience", "another-service"));
        var answer = await Gate.Node.DeployAsync("test", "1.0.0", directory.Sub("token"));
        Assert.That((string)answer["status"]!, Is.EqualTo("UNAUTHENTICATED"), answer.ToJsonString());
    }

    [Test]
    public async Task Create_WithAVersionThatIsNone_IsInvalidAndNamesTheField()
    {
        var answer = await Gate.Node.DeployAsync("test", "no version", Token("shop-ci"));
        Assert.Multiple(() =>
        {
            Assert.That((string)answer["status"]!, Is.EqualTo("INVALID_ARGUMENT"));
            Assert.That(Types(answer), Does.Contain("google.rpc.BadRequest"));
            Assert.That((string)answer["detailsText"]!, Does.Contain("version"));
        });
    }

    [Test]
    public async Task List_OfAll_IsForWhoeverMaySeeAll()
    {
        var all = new JsonObject { ["application"] = "-", ["environment"] = "-" };
        var alice = await Gate.Node.CallAsync("ListDeployments", all, Token("alice"));
        var code = await Gate.Node.CallAsync("ListDeployments", all, Token("shop-ci"));
        var nobody = await Gate.Node.CallAsync("ListDeployments", all, Token("nobody"));
        Assert.Multiple(() =>
        {
            Assert.That((string)alice["status"]!, Is.EqualTo("OK"), alice.ToJsonString());
            Assert.That(alice["response"]!["deployments"]!.AsArray(), Is.Not.Empty);
            Assert.That((string)code["status"]!, Is.EqualTo("OK"), code.ToJsonString());
            Assert.That((string)nobody["status"]!, Is.EqualTo("PERMISSION_DENIED"), nobody.ToJsonString());
        });
    }

    [Test]
    public async Task Get_OfWhatRestMade_IsTheSameDeployment()
    {
        var created = await Gate.Curl.DeployAsync("stage", "shop-ci", "1.1.0");
        var shown = await Gate.Node.CallAsync("GetDeployment", Reference(created.Json), Token("shop-ci"));
        Assert.That((string)shown["response"]!["decision_id"]!, Is.EqualTo(created.DecisionId));
    }

    private static JsonObject Reference(JsonNode deployment) => new()
    {
        ["application"] = (string)deployment["application"]!,
        ["environment"] = (string)deployment["environment"]!,
        ["deployment_id"] = (string)deployment["deployment_id"]!,
    };

    private static IEnumerable<string> Types(JsonNode answer) => answer["details"]!.AsArray().Select(type => (string)type!);
}
