using System.Net;
using System.Text;
using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

/// <summary>The REST door as a client sees it: what is taken, what is refused, and with which status.</summary>
public sealed class RestDoorTests() : GateTests(HttpVersion.Version11)
{
    [Test]
    public async Task Create_Allowed_ForwardsTheTypedMessageUnderAGrantForIt()
    {
        using var client = Gate.Client();
        using var response = await client.PostAsync("/v1/applications/shop/environments/test/deployments", Json("""{"version":"1.0.0","requestId":"01234567-89ab-7def-8123-456789abcdef"}"""));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        var call = Gate.Deployer.Calls.Single();
        var request = CreateDeploymentRequest.Parser.ParseFrom(call.Message);
        var decisionId = response.Headers.GetValues("decision-id").Single();
        Assert.Multiple(() =>
        {
            Assert.That(call.Target, Is.EqualTo("/deploy.v1.DeployService/CreateDeployment"));
            Assert.That(request.Application, Is.EqualTo("shop"));
            Assert.That(request.RequestId, Is.EqualTo("01234567-89ab-7def-8123-456789abcdef"));
            Assert.That(call.Grant.Action, Is.EqualTo("deploy"));
            Assert.That(call.Grant.Application, Is.EqualTo("shop"));
            Assert.That(call.Grant.RequestHash, Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(call.Message))));
            Assert.That(call.Grant.DecisionId, Is.EqualTo(decisionId));
            Assert.That(call.Headers.Keys, Does.Not.Contain("authorization").IgnoreCase);
            Assert.That(Gate.Log.Records.Single().Durable, Is.True);
        });
    }

    [Test]
    public async Task Get_Allowed_ShowsFieldsWithoutAValueToo()
    {
        using var client = Gate.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/v1/applications/shop/environments/test/deployments/d-1"));

        Assert.Multiple(() =>
        {
            Assert.That(document.RootElement.GetProperty("deployment_id").GetString(), Is.EqualTo("d-1"));
            Assert.That(document.RootElement.GetProperty("state").GetString(), Is.EqualTo("QUEUED"));
            Assert.That(document.RootElement.GetProperty("error").GetString(), Is.Empty);
            Assert.That(document.RootElement.GetProperty("create_time").GetString(), Is.EqualTo("2023-11-14T22:13:20Z"));
            Assert.That(Gate.Log.Records.Single().Durable, Is.False);
        });
    }

    [TestCase("state=QUEUED&page_size=7&page_token=abc_-9")]
    [TestCase("state=QUEUED&pageSize=7&pageToken=abc_-9")]
    public async Task List_Query_FillsTheMessage(string query)
    {
        Gate.Deployer.Answer = (_, http) => StandInDeployer.WriteAsync(http, new ListDeploymentsResponse { Deployments = { StandInDeployer.Sample } });
        using var client = Gate.Client();
        using var response = await client.GetAsync($"/v1/applications/-/environments/-/deployments?{query}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        Assert.That(
            ListDeploymentsRequest.Parser.ParseFrom(Gate.Deployer.Calls.Single().Message),
            Is.EqualTo(new ListDeploymentsRequest { Application = "-", Environment = "-", State = Deployment.Types.State.Queued, PageSize = 7, PageToken = "abc_-9" }));
    }

    [TestCase("state=queued", "state")]
    [TestCase("state=2", "state")]
    [TestCase("page_size=x", "page_size")]
    [TestCase("page_size=1001", "page_size")]
    [TestCase("page_size=1&page_size=1", "page_size")]
    [TestCase("page_size=1&pageSize=1", "page_size")]
    [TestCase("verbose=1", "verbose")]
    [TestCase("application=other", "application")]
    [TestCase("page_size", "query")]
    [TestCase("page_size=1=2", "query")]
    [TestCase("&", "query")]
    public async Task List_WrongQuery_NamesTheField(string query, string field)
    {
        using var client = Gate.Client();
        using var response = await client.GetAsync($"/v1/applications/-/environments/-/deployments?{query}");

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, null, field);
    }

    [TestCase("{}", "version")]
    [TestCase("""{"version":1}""", "version")]
    [TestCase("""{"version":"1.0.0","nope":1}""", "nope")]
    [TestCase("""{"version":"1.0.0","application":"other"}""", "application")]
    [TestCase("""{"version":"1.0.0","requestId":"x"}""", "request_id")]
    [TestCase("""{"version":"1.0.0","request_id":"01234567-89ab-7def-8123-456789abcdef","requestId":"01234567-89ab-7def-8123-456789abcdef"}""", "request_id")]
    [TestCase("""{"version":"1.0.0","annotations":{"a":1}}""", "annotations")]
    [TestCase("""{"version":"1.0.0","annotations":[]}""", "annotations")]
    [TestCase("""{"version":"1.0.0","digest":"sha256:ABC"}""", "digest")]
    [TestCase("""{"version":"1.0.0","validate_only":"true"}""", "validate_only")]
    [TestCase("""{"version":"1.0.0","not_before":1}""", "not_before")]
    [TestCase("""{"version":"1.0.0","not_before":"tomorrow"}""", "not_before")]
    [TestCase("""{"version":"1.0.0","not_before":"2027-01-01"}""", "not_before")]
    [TestCase("""{"version":"1.0.0","not_before":"2027-01-01T00:00:00"}""", "not_before")]
    [TestCase("""{"version":"1.0.0","not_before":"2027-02-30T00:00:00Z"}""", "not_before")]
    [TestCase("""{"version":"1.0.0","not_after":"1969-12-31T23:59:59Z"}""", "not_after")]
    [TestCase("""{"version":"1.0.0","notBefore":{"seconds":1}}""", "not_before")]
    public async Task Create_InvalidField_NamesIt(string body, string field)
    {
        using var client = Gate.Client();
        using var response = await client.PostAsync("/v1/applications/shop/environments/test/deployments", Json(body));

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, null, field);
    }

    [TestCase("""{"version":"1.0.0","version":"1.0.1"}""")]
    [TestCase("""{"version":"1.0.0","annotations":{"a":"1","a":"2"}}""")]
    [TestCase("""{"version":"1.0.0","annotations":{"a":"1","\u0061":"2"}}""")]
    [TestCase("""{"version":"1.0.0"}{}""")]
    [TestCase("""{"version":"1.0.0",}""")]
    [TestCase("""{"version":"1.0.0"/**/}""")]
    [TestCase("""{"version":"\ud800"}""")]
    [TestCase("""[]""")]
    [TestCase("""null""")]
    [TestCase("""{"version":"1.0.0" """)]
    [TestCase("""{"annotations":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}}""")]
    public async Task Create_MalformedJson_IsRefused(string body)
    {
        using var client = Gate.Client();
        using var response = await client.PostAsync("/v1/applications/shop/environments/test/deployments", Json(body));

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, "MALFORMED_MESSAGE", null);
    }

    [Test]
    public async Task Create_BytesThatAreNotUtf8_IsRefused()
    {
        using var client = Gate.Client();
        using var content = new ByteArrayContent([.. "{\"version\":\"1\",\"reason\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        using var response = await client.PostAsync("/v1/applications/shop/environments/test/deployments", content);

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, "MALFORMED_MESSAGE", null);
    }

    [Test]
    public async Task Create_SameValueInPathAndBody_IsAccepted()
    {
        using var client = Gate.Client();
        using var response = await client.PostAsync("/v1/applications/shop/environments/test/deployments", Json("""{"application":"shop","version":"1.0.0"}"""));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Create_Denied_Is403WithTheReasonsAndNothingForwarded()
    {
        using var client = Gate.Client();
        using var response = await client.PostAsync("/v1/applications/shop/environments/production/deployments", Json("""{"version":"1.0.0"}"""));

        var body = await AssertErrorAsync(response, HttpStatusCode.Forbidden, "POLICY_DENIED", null);
        Assert.That(body, Does.Contain("may not deploy to production"));
    }

    [TestCase("application/json;charset=UTF-8")]
    [TestCase("application/json; charset=\"utf-8\"")]
    [TestCase("Application/JSON ; charset=utf-8")]
    public async Task Create_JsonInUtf8_IsTakenHoweverItIsWritten(string mediaType)
    {
        using var client = Gate.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-Id", ["first", "second"]);
        using var content = new StringContent("""{"version":"1.0.0"}""");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        using var response = await client.PostAsync("/v1/applications/shop/environments/test/deployments", content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("text/plain")]
    [TestCase("application/json; charset=utf-16")]
    [TestCase("application/x-www-form-urlencoded")]
    public async Task Create_OtherMediaType_Is415(string mediaType)
    {
        using var client = Gate.Client();
        using var content = new StringContent("""{"version":"1.0.0"}""");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        using var response = await client.PostAsync("/v1/applications/shop/environments/test/deployments", content);

        await AssertErrorAsync(response, HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", null);
    }

    [Test]
    public async Task Create_TooLarge_Is413()
    {
        using var client = Gate.Client();
        using var response = await client.PostAsync(
            "/v1/applications/shop/environments/test/deployments", Json($$"""{"version":"1.0.0","reason":"{{new string('x', 1_100_000)}}"}"""));

        await AssertErrorAsync(response, HttpStatusCode.RequestEntityTooLarge, "TOO_LARGE", null);
    }

    [TestCase("DELETE", "/v1/applications/shop/environments/test/deployments", "POST, GET")]
    [TestCase("GET", "/v1/applications/shop/environments/test/deployments/d-1:cancel", "POST")]
    [TestCase("POST", "/v1/applications/shop/environments/test/deployments/d-1:watch", "GET")]
    [TestCase("HEAD", "/v1/applications/shop/environments/test/deployments/d-1", "GET")]
    [TestCase("OPTIONS", "/v1/applications/shop/environments/test:rollback", "POST")]
    [TestCase("POST", "/healthz", "GET")]
    public async Task AnyPath_WrongMethod_Is405(string method, string path, string allowed)
    {
        using var client = Gate.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(response.Content.Headers.Allow, Is.EquivalentTo(allowed.Split(", ")));
    }

    [Test]
    public async Task AnyPath_WithoutToken_Is401WithAChallenge()
    {
        using var client = Gate.Client(subject: null);
        using var response = await client.GetAsync("/v1/applications/shop/environments/test/deployments");

        await AssertErrorAsync(response, HttpStatusCode.Unauthorized, "MISSING_CREDENTIALS", null);
        Assert.That(response.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
    }

    [TestCase("NotFound", "NotFound", 404)]
    [TestCase("AlreadyExists", "AlreadyExists", 409)]
    [TestCase("FailedPrecondition", "WrongState", 409)]
    [TestCase("Unavailable", "ShuttingDown", 503)]
    public async Task Get_DeployerRefuses_PassesReasonAndStatus(string code, string reason, int status)
    {
        var errorReason = Enum.Parse<ErrorReason>(reason);
        Gate.Deployer.Answer = (_, http) => StandInDeployer.RefuseAsync(http, Enum.Parse<Grpc.Core.StatusCode>(code), errorReason, "No such thing.");
        using var client = Gate.Client();
        using var response = await client.GetAsync("/v1/applications/shop/environments/test/deployments/d-1");

        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(document.RootElement.GetProperty("error").GetProperty("message").GetString(), Is.EqualTo("No such thing."));
        Assert.That(response.Headers.GetValues("decision-id").Single(), Is.Not.Empty);
    }

    [Test]
    public async Task Get_AuditUnavailable_Is503AndNothingForwarded()
    {
        Gate.Log.IsWritable = false;
        try
        {
            using var client = Gate.Client();
            using var response = await client.GetAsync("/v1/applications/shop/environments/test/deployments/d-1");

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(Gate.Deployer.Calls, Is.Empty);
        }
        finally
        {
            Gate.Log.IsWritable = true;
        }
    }

    [Test]
    public async Task AnyCall_InternalHeaders_AreNotForwarded()
    {
        using var client = Gate.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/applications/shop/environments/test/deployments/d-1");
        foreach (var name in new[] { "x-deploy-grant", "decision-id", "X-Forwarded-For", "X-Grant", "traceparent", "Cookie", "X-Foo" })
        {
            request.Headers.TryAddWithoutValidation(name, "canary");
        }

        using var response = await client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var headers = Gate.Deployer.Calls.Single().Headers;
        Assert.That(headers.Values, Has.None.Contains("canary"));
        Assert.That(headers.Keys.Select(key => key.ToLowerInvariant()), Is.SubsetOf(new[] { "te", "x-deploy-grant", "content-type", "host", ":authority", "grpc-timeout" }));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task<string> AssertErrorAsync(HttpResponseMessage response, HttpStatusCode status, string? reason, string? field)
    {
        var body = await response.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(body);
        var error = document.RootElement.GetProperty("error");
        var details = error.GetProperty("details").EnumerateArray().ToList();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(status), body);
            Assert.That(error.GetProperty("code").GetInt32(), Is.EqualTo((int)status));
            Assert.That(response.Headers.GetValues("decision-id").Single(), Has.Length.EqualTo(36));
            Assert.That(Gate.Deployer.Calls, Is.Empty);
            Assert.That(Gate.Log.Records, Has.Count.EqualTo(1));
        });
        if (reason is not null)
        {
            Assert.That(details[0].GetProperty("reason").GetString(), Is.EqualTo(reason));
        }

        if (field is not null)
        {
            Assert.That(body, Does.Contain($"\"field\": \"{field}\"").Or.Contain($"\"field\":\"{field}\""));
        }

        return body;
    }
}
