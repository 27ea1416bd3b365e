using System.Net;
using System.Text;
using System.Text.Json;
using Gatekeeper.Tests.Support;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Answers;

/// <summary>A request with <c>validate_only</c> at the door: decided and recorded as any other, and never forwarded.</summary>
public sealed class QuestionAnswerTests() : GateTests(HttpVersion.Version11)
{
    private const string Path = "/v1/applications/shop/environments/test/deployments";
    private const string Body = """{"version":"1.0.0","reason":"may I?","validate_only":true,"not_before":"2027-01-01T00:00:00Z"}""";

    [Test]
    public async Task Of_AllowedQuestion_TellsWhatWouldBeAskedForAndForwardsNothing()
    {
        Gate.Policy.Answer = _ => RegoJson.Parse("""
            {"allow": true, "client": "shop-ci", "reasons": [], "persons": ["person:alice"], "principals": ["code"],
             "obligations": {"approvals": {"rules": [{"count": 2, "from": ["owner", "team:oncall"]}]}}}
            """);
        using var response = await AskAsync();
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var deployment = document.RootElement;
        var (record, _) = Gate.Log.Records.Single();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(Gate.Deployer.Calls, Is.Empty, "a question is never forwarded");
            Assert.That(deployment.TryGetProperty("deployment_id", out var id) ? id.GetString() : "", Is.Empty);
            Assert.That(deployment.GetProperty("requested_by").GetString(), Is.EqualTo("shop-ci"));
            Assert.That(deployment.GetProperty("decision_id").GetString(), Is.EqualTo(record.Arrival.DecisionId));
            Assert.That(deployment.GetProperty("approvals_needed")[0].GetProperty("count").GetInt32(), Is.EqualTo(2));
            Assert.That(deployment.GetProperty("not_before").GetString(), Is.EqualTo("2027-01-01T00:00:00Z"));
            Assert.That(((RegoObject)((RegoObject)record.Decision!.Input)["request"])["validate_only"], Is.EqualTo((RegoValue)RegoBoolean.True), "on record as a question");
        });
    }

    [Test]
    public async Task Of_DeniedQuestion_IsRefusedAsTheRequestWouldBe()
    {
        Gate.Policy.Answer = _ => RegoJson.Parse("""{"allow": false, "client": "shop-ci", "reasons": ["the freeze quarter-end stands"]}""");
        using var response = await AskAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("the freeze quarter-end stands"));
        Assert.That(Gate.Deployer.Calls, Is.Empty);
    }

    private Task<HttpResponseMessage> AskAsync() => Client.PostAsync(Path, new StringContent(Body, Encoding.UTF8, "application/json"));
}
