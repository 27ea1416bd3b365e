using System.Net;
using Deploy.V1;
using Deploy.Visibility;
using Gatekeeper.Rego;
using Gatekeeper.Tests.Support;
using Grpc.Core;

namespace Gatekeeper.Tests.Forwarding;

/// <summary>A list of all of which the caller may see a part: the grant names what, and the list goes beside it.</summary>
[TestFixture]
public sealed class VisibleListTests
{
    private static readonly ListDeploymentsRequest All = new() { Application = "-", Environment = "-" };

    private Gate _gate = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gate = await Gate.StartAsync();
        _client = _gate.Client(version: HttpVersion.Version20);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _gate.DisposeAsync();
    }

    [SetUp]
    public void Clear()
    {
        _gate.Deployer.Calls.Clear();
        _gate.Log.Records.Clear();
        _gate.Deployer.Answer = (_, http) => StandInDeployer.WriteAsync(http, new ListDeploymentsResponse());
    }

    [Test]
    public async Task List_OfAPart_GoesWithTheGrantThatNamesIt()
    {
        Answer("""{"visible":[["shop","test"],["cart","test"]]}""");
        var reply = await GrpcExchange.SendAsync(_client, "ListDeployments", All);

        var call = _gate.Deployer.Calls.Single();
        Assert.That(reply.Code, Is.EqualTo(StatusCode.OK));
        Assert.That(VisibleList.TryReadObligation(call.Grant.ObligationsJson, out var sha256), Is.True);
        Assert.That(VisibleList.TryDecode(call.Headers[VisibleList.MetadataKey], sha256!, out var list), Is.True);
        Assert.That(list!.ToString(), Is.EqualTo("""[["cart","test"],["shop","test"]]"""));
        Assert.That(_gate.Log.Records, Has.Count.EqualTo(1));
    }

    [TestCase("""{"visible":"all"}""")]
    [TestCase("{}")]
    public async Task List_OfAll_HasNoListBesideIt(string obligations)
    {
        Answer(obligations);
        await GrpcExchange.SendAsync(_client, "ListDeployments", All);
        var call = _gate.Deployer.Calls.Single();
        Assert.That(call.Grant.ObligationsJson, Is.EqualTo("{}"));
        Assert.That(call.Headers, Does.Not.ContainKey(VisibleList.MetadataKey));
    }

    [TestCase("""{"visible":"all"}""")]
    [TestCase("""{"visible":[["cart","test"]]}""")]
    public async Task List_WithAListOfTheCallersOwn_TakesNothingOfIt(string obligations)
    {
        Answer(obligations);
        var own = VisibleList.TryCreate([("shop", "production")])!.Encode()!;
        using var grpc = GrpcExchange.Request(GrpcExchange.Prefix + "ListDeployments", GrpcExchange.Frame(Google.Protobuf.MessageExtensions.ToByteArray(All)));
        grpc.Headers.Add(VisibleList.MetadataKey, own);
        await GrpcExchange.SendAsync(_client, grpc);
        using var rest = new HttpRequestMessage(HttpMethod.Get, "/v1/applications/-/environments/-/deployments") { Headers = { { VisibleList.MetadataKey, own } } };
        using var client = _gate.Client();
        using var response = await client.SendAsync(rest);

        Assert.That(_gate.Deployer.Calls, Has.Count.EqualTo(2));
        Assert.That(_gate.Deployer.Calls.Select(call => call.Headers.GetValueOrDefault(VisibleList.MetadataKey, "")), Has.None.EqualTo(own));
    }

    [Test]
    public async Task List_AfterTheDeployerLostTheKey_IsSentWithTheListAgain()
    {
        Answer("""{"visible":[["cart","test"]]}""");
        var isFirst = true;
        _gate.Deployer.Answer = (_, http) =>
        {
            var refuse = isFirst;
            isFirst = false;
            return refuse
                ? StandInDeployer.RefuseAsync(http, StatusCode.Unauthenticated, ErrorReason.GrantInvalid)
                : StandInDeployer.WriteAsync(http, new ListDeploymentsResponse());
        };
        await GrpcExchange.SendAsync(_client, "ListDeployments", All);
        Assert.That(_gate.Deployer.Calls.Select(call => call.Headers.ContainsKey(VisibleList.MetadataKey)), Is.EqualTo(new[] { true, true }));
    }

    [Test]
    public async Task List_OfMoreThanTravels_IsRefusedInWordsThatHelp()
    {
        Answer($$"""{"visible":[{{string.Join(",", Enumerable.Range(0, 20_000).Select(_ => $"[\"n{Guid.NewGuid():N}\",\"test\"]"))}}]}""");
        using var client = _gate.Client();
        using var response = await client.GetAsync("/v1/applications/-/environments/-/deployments");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("name an application or an environment").And.Contain("UNKNOWN_OBLIGATION"));
        Assert.That(_gate.Deployer.Calls, Is.Empty);
        Assert.That(_gate.Log.Records.Single().Record.Decision!.IsAllowed, Is.False);
    }

    [TestCase("""{"visible":[["shop","test"]]}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":["owner"]}]}}""")]
    public async Task Get_WithAnObligationThatNobodyWouldMeet_IsRefused(string obligations)
    {
        Answer(obligations);
        var reply = await GrpcExchange.SendAsync(_client, "GetDeployment", new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" });
        Assert.That((reply.Code, reply.Reason), Is.EqualTo((StatusCode.PermissionDenied, "UNKNOWN_OBLIGATION")));
        Assert.That(_gate.Deployer.Calls, Is.Empty);
    }

    private void Answer(string obligations)
    {
        var answer = RegoJson.Parse($$"""{"allow":true,"client":"shop-ci","reasons":[],"obligations":{{obligations}}}""");
        _gate.Policy.Answer = _ => answer;
    }
}
