using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Grants;

namespace Gatekeeper.Tests.Forwarding;

/// <summary>What policy saw of the caller goes to the deployer beside the grant of every change, and of nothing else.</summary>
[TestFixture]
public sealed class CallerDocumentTests() : GateTests(HttpVersion.Version11)
{
    private const string Deployments = "/v1/applications/shop/environments/test/deployments";

    [Test]
    public async Task Change_Allowed_CarriesWhatPolicySawOfTheCaller()
    {
        using var response = await Client.PostAsJsonAsync(Deployments, new { version = "1.0.0" });
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var call = Gate.Deployer.Calls.Single();
        Assert.That(CallerDocument.TryDecode(call.Headers[CallerDocument.MetadataKey], call.Grant.CallerDocumentHash!, out var document), Is.True);
        var input = (Rego.Values.RegoObject)Gate.Log.Records.Single().Record.Decision!.Input;
        var context = input["context"].ToJson();
        Assert.Multiple(() =>
        {
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(document!.CallerJson), JsonNode.Parse(input["caller"].ToJson())), Is.True);
            Assert.That((string?)JsonNode.Parse(context)!["channel"], Is.EqualTo(document!.Channel));
            Assert.That((string?)JsonNode.Parse(context)!["remote_ip"], Is.EqualTo(document!.RemoteIp));
            Assert.That((string?)JsonNode.Parse(context)!["phase"], Is.EqualTo("request"));
        });
    }

    [Test]
    public async Task Read_Allowed_CarriesNone()
    {
        using var response = await Client.GetAsync(Deployments + "/d-1");
        Assert.That(Gate.Deployer.Calls.Single().Headers, Does.Not.ContainKey(CallerDocument.MetadataKey));
        Assert.That(Gate.Deployer.Calls.Single().Grant.CallerDocumentHash, Is.Null);
    }

    [Test]
    public async Task Change_WithADocumentOfTheCallersOwn_CarriesOursAlone()
    {
        var own = CallerDocument.TryCreate("""{"kind":"person"}""", "rest", "127.0.0.1")!.Encode();
        using var request = new HttpRequestMessage(HttpMethod.Post, Deployments) { Content = JsonContent.Create(new { version = "1.0.0" }), Headers = { { CallerDocument.MetadataKey, own } } };
        using var response = await Client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Gate.Deployer.Calls.Single().Headers[CallerDocument.MetadataKey], Is.Not.EqualTo(own));
    }

    [Test]
    public async Task Change_OfACallerThatIsTooLargeToKeep_IsRefusedAndRecordedAndNotForwarded()
    {
        // Two bytes in the token, six in the document's one spelling.
        var payload = $"{Gate.Issuer.Claims()[..^1]},\"note\":\"{new string('é', 4200)}\"}}";
        using var request = new HttpRequestMessage(HttpMethod.Post, Deployments) { Content = JsonContent.Create(new { version = "1.0.0" }) };
        request.Headers.Authorization = new("Bearer", Gate.Issuer.Sign(Gate.Issuer.Header(), payload));
        using var response = await Client.SendAsync(request);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(error.ToJsonString(), Does.Contain("CALLER_TOO_LARGE").And.Contain("24 KiB"));
            Assert.That(Gate.Deployer.Calls, Is.Empty);
            Assert.That(Gate.Log.Records.Single().Record.Reason, Is.EqualTo(ErrorReason.CallerTooLarge));
            Assert.That(Gate.Log.Records.Single().Record.Decision!.IsAllowed, Is.False);
        });
    }
}
