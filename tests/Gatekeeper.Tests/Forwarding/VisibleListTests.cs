using System.Net;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Visibility;
using Grpc.Core;
using Rego.Values;

namespace Gatekeeper.Tests.Forwarding;

/// <summary>A list of all of which the caller may see a part: the grant names what, and the list goes beside it.</summary>
[TestFixture]
public sealed class VisibleListTests() : GateTests(HttpVersion.Version20)
{
    private static readonly ListDeploymentsRequest All = new() { Application = "-", Environment = "-" };

    [SetUp]
    public void SetAnswers() => Gate.Deployer.Answer = (_, http) => StandInDeployer.WriteAsync(http, new ListDeploymentsResponse());

    [Test]
    public async Task List_OfAPart_GoesWithTheGrantThatNamesIt()
    {
        Answer("""{"visible":[["shop","test"],["cart","test"]]}""");
        var reply = await GrpcExchange.SendAsync(Client, "ListDeployments", All);

        var call = Gate.Deployer.Calls.Single();
        Assert.That(reply.Code, Is.EqualTo(StatusCode.OK));
        Assert.That(VisibleList.TryReadObligation(call.Grant.ObligationsJson, out var sha256), Is.True);
        Assert.That(VisibleList.TryDecode(call.Headers[VisibleList.MetadataKey], sha256!, out var list), Is.True);
        Assert.That(list!.ToString(), Is.EqualTo("""[["cart","test"],["shop","test"]]"""));
        Assert.That(Gate.Log.Records, Has.Count.EqualTo(1));
    }

    [TestCase("""{"visible":"all"}""")]
    [TestCase("{}")]
    public async Task List_OfAll_HasNoListBesideIt(string obligations)
    {
        Answer(obligations);
        await GrpcExchange.SendAsync(Client, "ListDeployments", All);
        var call = Gate.Deployer.Calls.Single();
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
        await GrpcExchange.SendAsync(Client, grpc);
        using var rest = new HttpRequestMessage(HttpMethod.Get, "/v1/applications/-/environments/-/deployments") { Headers = { { VisibleList.MetadataKey, own } } };
        using var client = Gate.Client();
        using var response = await client.SendAsync(rest);

        Assert.That(Gate.Deployer.Calls, Has.Count.EqualTo(2));
        Assert.That(Gate.Deployer.Calls.Select(call => call.Headers.GetValueOrDefault(VisibleList.MetadataKey, "")), Has.None.EqualTo(own));
    }

    [Test]
    public async Task List_AfterTheDeployerLostTheKey_IsSentWithTheListAgain()
    {
        Answer("""{"visible":[["cart","test"]]}""");
        var isFirst = true;
        Gate.Deployer.Answer = (_, http) =>
        {
            var refuse = isFirst;
            isFirst = false;
            return refuse
                ? StandInDeployer.RefuseAsync(http, StatusCode.Unauthenticated, ErrorReason.GrantInvalid)
                : StandInDeployer.WriteAsync(http, new ListDeploymentsResponse());
        };
        await GrpcExchange.SendAsync(Client, "ListDeployments", All);
        Assert.That(Gate.Deployer.Calls.Select(call => call.Headers.ContainsKey(VisibleList.MetadataKey)), Is.EqualTo(new[] { true, true }));
    }

    [Test]
    public async Task List_OfMoreThanTravels_IsRefusedInWordsThatHelp()
    {
        Answer($$"""{"visible":[{{string.Join(",", Enumerable.Range(0, 20_000).Select(_ => $"[\"n{Guid.NewGuid():N}\",\"test\"]"))}}]}""");
        using var client = Gate.Client();
        using var response = await client.GetAsync("/v1/applications/-/environments/-/deployments");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("name an application or an environment").And.Contain("UNKNOWN_OBLIGATION"));
        Assert.That(Gate.Deployer.Calls, Is.Empty);
        Assert.That(Gate.Log.Records.Single().Record.Decision!.IsAllowed, Is.False);
    }

    [TestCase("""{"visible":[["shop","test"]]}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":["owner"]}]}}""")]
    public async Task Get_WithAnObligationThatNobodyWouldMeet_IsRefused(string obligations)
    {
        Answer(obligations);
        var reply = await GrpcExchange.SendAsync(Client, "GetDeployment", new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" });
        Assert.That((reply.Code, reply.Reason), Is.EqualTo((StatusCode.PermissionDenied, "UNKNOWN_OBLIGATION")));
        Assert.That(Gate.Deployer.Calls, Is.Empty);
    }

    private void Answer(string obligations)
    {
        var answer = RegoJson.Parse($$"""{"allow":true,"client":"shop-ci","reasons":[],"obligations":{{obligations}}}""");
        Gate.Policy.Answer = _ => answer;
    }
}
