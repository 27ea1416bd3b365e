using System.Net;
using System.Net.Http.Json;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Rego.Values;

namespace Gatekeeper.Tests.Calls;

/// <summary>Which claim does not match is for the record and the operator. The caller is told that one does not.</summary>
[TestFixture]
public sealed class RefusalDetailsTests
{
    private const string Canary = "CANARY-9a1c";
    private const string Path = "/v1/applications/shop/environments/test/deployments";

    private static readonly RegoValue Refusal = RegoJson.Parse($$"""
        {"allow":false,"client":"shop-ci","reasons":["a required claim of the caller's token does not match"],
         "details":[{"claim":"ref","expected":["refs/tags/{{Canary}}"],"found":"refs/heads/{{Canary}}\nforged line \u001b[2J\u2028x","of":"issuer"}]}
        """);

    private Gate _gate = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gate = await Gate.StartAsync();
        _gate.Policy.Answer = _ => Refusal;
    }

    [OneTimeTearDown]
    public Task StopAsync() => _gate.DisposeAsync().AsTask();

    [SetUp]
    public void Clear()
    {
        _gate.Log.Records.Clear();
        _gate.Logged.Lines.Clear();
    }

    [Test]
    public async Task Rest_Refused_TellsTheCallerNothingOfThem()
    {
        using var client = _gate.Client();
        using var response = await client.PostAsJsonAsync(Path, new { version = "1.0.0" });
        var answer = $"{response.Headers}{response.TrailingHeaders}{await response.Content.ReadAsStringAsync()}";
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(answer, Does.Contain("a required claim").And.Not.Contain(Canary).And.Not.Contain("details\":[{\"claim").And.Not.Contain("refs/"));
        Assert.That(_gate.Log.Records.Single().Record.Decision!.DetailsJson, Does.Contain(Canary));
    }

    [Test]
    public async Task Grpc_Refused_TellsTheCallerNothingOfThem()
    {
        using var client = _gate.Client(version: HttpVersion.Version20);
        var reply = await GrpcExchange.SendAsync(client, "GetDeployment", new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" });
        Assert.That((reply.Code, reply.Reason), Is.EqualTo((StatusCode.PermissionDenied, "POLICY_DENIED")));
        Assert.That(reply.Details.ToString() + string.Join(' ', reply.Headers.Values), Does.Contain("a required claim").And.Not.Contain(Canary).And.Not.Contain("refs/"));
        Assert.That(reply.Body, Is.Empty);
    }

    [Test]
    public async Task Log_Refused_HasOneLineForTheOperator()
    {
        using var client = _gate.Client();
        using var response = await client.PostAsJsonAsync(Path, new { version = "1.0.0" });
        var line = _gate.Logged.Lines.Single(line => line.Text.Contains(Canary, StringComparison.Ordinal));
        Assert.That((line.Event, line.Level), Is.EqualTo((1003, LogLevel.Information)));
        Assert.That(line.Text, Does.Match("^[ -~]+$").And.Contain("deploy of shop in test").And.Contain(response.Headers.GetValues("decision-id").Single()));
        Assert.That(line.Text, Does.Contain($$"""{"claim":"ref","expected":["refs/tags/{{Canary}}"],"found":"refs/heads/{{Canary}}\u000aforged line \u001b[2J\u2028x","of":"issuer"}"""));
    }

    [Test]
    public async Task Log_WithoutDetails_HasNone()
    {
        _gate.Policy.Answer = _ => RegoJson.Parse("""{"allow":false,"client":"shop-ci","reasons":["no"]}""");
        using var client = _gate.Client();
        using var response = await client.PostAsJsonAsync(Path, new { version = "1.0.0" });
        _gate.Policy.Answer = _ => Refusal;
        Assert.That(_gate.Logged.Lines.Where(line => line.Event == 1003), Is.Empty);
    }
}
