using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The REST door, called with curl.</summary>
public class RestTests
{
    [Test]
    public async Task Create_ToTest_SucceedsAndLandsExactlyTheArtifact()
    {
        var created = await Gate.Curl.DeployAsync("test", "shop-ci", "1.1.0");
        Assert.That(created.Status, Is.EqualTo(200), created.Body);
        var id = (string)created.Json["deployment_id"]!;
        var events = await WatchAsync("test", id);
        Assert.Multiple(() =>
        {
            Assert.That(created.DecisionId, Is.Not.Empty.And.EqualTo((string)created.Json["decision_id"]!));
            Assert.That((string)created.Json["requested_by"]!, Is.EqualTo("code:shop/ci"));
            Assert.That((string)events[^1]["deployment"]!["state"]!, Is.EqualTo("SUCCEEDED"));
        });
        Artifact.AssertLanded(Gate.Dev, "test", "1.1.0");
    }

    [Test]
    public async Task Get_OfADeployment_ShowsWhereItStands()
    {
        var created = await Gate.Curl.DeployAsync("stage", "shop-ci", "1.0.0");
        var id = (string)created.Json["deployment_id"]!;
        await WatchAsync("stage", id);
        var shown = await Gate.Curl.GetAsync($"{Curl.Deployments("stage")}/{id}", "shop-ci");
        Assert.Multiple(() =>
        {
            Assert.That(shown.Status, Is.EqualTo(200));
            Assert.That((string)shown.Json["state"]!, Is.EqualTo("SUCCEEDED"));
            Assert.That((string)shown.Json["digest"]!, Does.Match("^sha256:[0-9a-f]{64}$"));
            Assert.That((string)shown.Json["policy_revision"]!, Does.StartWith("sha256:"));
        });
    }

    [Test]
    public async Task List_OfAnEnvironment_HasTheNewestFirst()
    {
        var created = await Gate.Curl.DeployAsync("test", "shop-ci", "1.0.0");
        var listed = await Gate.Curl.GetAsync($"{Curl.Deployments("test")}?page_size=1", "shop-ci");
        Assert.Multiple(() =>
        {
            Assert.That(listed.Status, Is.EqualTo(200), listed.Body);
            Assert.That(listed.Json["deployments"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That((string)listed.Json["deployments"]![0]!["deployment_id"]!, Is.EqualTo((string)created.Json["deployment_id"]!));
        });
    }

    [Test]
    public async Task Create_ToProduction_IsDeniedWithReasonsAndDecisionId()
    {
        var answer = await Gate.Curl.DeployAsync("production", "shop-ci", "1.0.0");
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(403));
            Assert.That((int)answer.Error["code"]!, Is.EqualTo(403));
            Assert.That((string)answer.Error["status"]!, Is.EqualTo("PERMISSION_DENIED"));
            Assert.That(answer.PolicyReasons, Is.Not.Empty.And.Some.Contains("production"));
            Assert.That(answer.DecisionId, Is.Not.Empty);
        });
    }

    [Test]
    public async Task Create_ByAPersonToProduction_IsAllowed()
    {
        var created = await Gate.Curl.DeployAsync("production", "alice", "1.0.0");
        Assert.That(created.Status, Is.EqualTo(200), created.Body);
        var id = (string)created.Json["deployment_id"]!;
        var events = await WatchAsync("production", id, "alice");
        Assert.That((string)events[^1]["deployment"]!["state"]!, Is.EqualTo("SUCCEEDED"));
        Artifact.AssertLanded(Gate.Dev, "production", "1.0.0");
    }

    [Test]
    public async Task Create_ByACallerOfNoPolicy_IsDenied()
    {
        var answer = await Gate.Curl.DeployAsync("test", "nobody", "1.0.0");
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(403));
            Assert.That(answer.PolicyReasons, Is.Not.Empty);
        });
    }

    [Test]
    public async Task Create_WithoutToken_IsUnauthenticated() => AssertUnauthenticated(await Gate.Curl.DeployAsync("test", null, "1.0.0"));

    [TestCase("--audience", "another-service")]
    [TestCase("--lifetime", "-60")]
    [TestCase("--claim", "iss=https://elsewhere.example")]
    public async Task Create_WithATokenThatDoesNotHold_IsUnauthenticated(params string[] options)
    {
        var token = await Gate.TokenAsync("shop-ci", options);
        AssertUnauthenticated(await Gate.Curl.CallAsync(Curl.Deployments("test"), token, "--json", """{"version":"1.0.0"}"""));
    }

    [Test]
    public async Task Create_WithATokenThatWasAltered_IsUnauthenticated()
    {
        var parts = (await Gate.TokenAsync("shop-ci")).Split('.');
        var other = (await Gate.TokenAsync("alice")).Split('.');
        AssertUnauthenticated(await Gate.Curl.CallAsync(Curl.Deployments("test"), $"{parts[0]}.{other[1]}.{parts[2]}", "--json", """{"version":"1.0.0"}"""));
    }

    [TestCase("""{"version":"1.0.0","surprise":1}""")]
    [TestCase("""{"version":"../../etc/passwd"}""")]
    [TestCase("""{"version":"1.0.0","version":"1.1.0"}""")]
    [TestCase("""{"version":"1.0.0","digest":"sha256:short"}""")]
    [TestCase("""{"version":"1.0.0"}, {}""")]
    [TestCase("""{"version":""")]
    [TestCase("""[]""")]
    public async Task Create_WithABodyThatIsNotARequest_IsInvalid(string body)
    {
        var token = File.ReadAllText(Gate.Dev.TokenFile("shop-ci")).Trim();
        var answer = await Gate.Curl.CallAsync(Curl.Deployments("test"), token, "--json", body);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(400));
            Assert.That((string)answer.Error["status"]!, Is.EqualTo("INVALID_ARGUMENT"));
            Assert.That(answer.Body, Does.Not.Contain("   at "));
        });
    }

    [TestCase("/v1/applications/shop/environments/test/../production/deployments")]
    [TestCase("/v1/applications/shop/environments/%74est/deployments")]
    [TestCase("/v1/applications//environments/test/deployments")]
    [TestCase("/V1/applications/shop/environments/test/deployments")]
    [TestCase("/v1/applications/shop/environments/test/deployments/")]
    public async Task List_ByAPathThatIsNotCanonical_IsRefused(string path)
    {
        var answer = await Gate.Curl.GetAsync(path, "shop-ci", "--path-as-is");
        Assert.That(answer.Status, Is.EqualTo(400).Or.EqualTo(404), answer.Body);
    }

    [Test]
    public async Task Create_TwiceWithOneRequestId_IsOneDeployment()
    {
        var body = new JsonObject { ["version"] = "1.0.0", ["request_id"] = Guid.NewGuid().ToString() };
        var first = await Gate.Curl.PostAsync(Curl.Deployments("test"), "shop-ci", body);
        var second = await Gate.Curl.PostAsync(Curl.Deployments("test"), "shop-ci", body);
        body["version"] = "1.1.0";
        var other = await Gate.Curl.PostAsync(Curl.Deployments("test"), "shop-ci", body);
        Assert.Multiple(() =>
        {
            Assert.That(second.Status, Is.EqualTo(200), second.Body);
            Assert.That((string)second.Json["deployment_id"]!, Is.EqualTo((string)first.Json["deployment_id"]!));
            Assert.That(other.Status, Is.EqualTo(409), other.Body);
        });
    }

    [Test]
    public async Task Create_OfAVersionThatThereIsNot_FailsInWordsWithoutAPath()
    {
        var created = await Gate.Curl.DeployAsync("test", "shop-ci", "9.9.9");
        var events = await WatchAsync("test", (string)created.Json["deployment_id"]!);
        var error = (string)events[^1]["deployment"]!["error"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)events[^1]["deployment"]!["state"]!, Is.EqualTo("FAILED"));
            Assert.That(error, Is.Not.Empty.And.Not.Contain(Gate.Dev.State));
        });
    }

    [Test]
    public async Task Get_OfADeploymentThatThereIsNot_IsNotFound()
    {
        var answer = await Gate.Curl.GetAsync($"{Curl.Deployments("test")}/{Guid.CreateVersion7()}", "shop-ci");
        Assert.That(answer.Status, Is.EqualTo(404), answer.Body);
    }

    [Test]
    public async Task Create_OverHttp1AndHttp2_IsAnsweredAlike()
    {
        var first = await Gate.Curl.DeployAsync("production", "shop-ci", "1.0.0");
        var body = new JsonObject { ["version"] = "1.0.0" };
        var overHttp1 = await Gate.Curl.PostAsync(Curl.Deployments("production"), "shop-ci", body, "--http1.1");
        Assert.Multiple(() =>
        {
            Assert.That(overHttp1.Status, Is.EqualTo(first.Status));
            Assert.That(overHttp1.PolicyReasons, Is.EqualTo(first.PolicyReasons));
        });
    }

    /// <summary>Follows a deployment by its Server-Sent Events until the gate ends them.</summary>
    private static async Task<IReadOnlyList<JsonNode>> WatchAsync(string environment, string id, string caller = "shop-ci")
    {
        var watched = await Gate.Curl.GetAsync($"{Curl.Deployments(environment)}/{id}:watch", caller, "--no-buffer");
        Assert.Multiple(() =>
        {
            Assert.That(watched.Status, Is.EqualTo(200), watched.Body);
            Assert.That(watched.Headers["content-type"], Does.StartWith("text/event-stream"));
        });
        return
        [
            .. watched.Body.Split('\n')
                .Where(line => line.StartsWith("data:", StringComparison.Ordinal))
                .Select(line => JsonNode.Parse(line["data:".Length..])!),
        ];
    }

    private static void AssertUnauthenticated(CurlAnswer answer) => Assert.Multiple(() =>
    {
        Assert.That(answer.Status, Is.EqualTo(401), answer.Body);
        Assert.That(answer.Headers.GetValueOrDefault("WWW-Authenticate", ""), Does.StartWith("Bearer"));
        Assert.That((string)answer.Error["status"]!, Is.EqualTo("UNAUTHENTICATED"));
        Assert.That(answer.DecisionId, Is.Not.Empty);
    });
}
