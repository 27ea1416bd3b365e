using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Contract.Grants;
using Gateway.Contract.Visibility;
using Google.Protobuf;
using Grpc.Core;

namespace Deployer.Tests.Deployments;

/// <summary>A list shows what the grant names, in whole pages, and nothing where the list is not exactly that.</summary>
[TestFixture]
internal sealed class VisibleListTests
{
    private static readonly VisibleList Some = VisibleList.TryCreate([("shop", "test"), ("other", "stage"), ("none", "test")])!;
    private static readonly VisibleList Other = VisibleList.TryCreate([("shop", "stage")])!;

    private TestDeployer _deployer = null!;
    private TestClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        _client = await _deployer.StartAsync();
        for (var i = 0; i < 12; i++)
        {
            await _client.CreateAsync(TestClient.Request(version: $"1.0.{i}", environment: i % 3 == 0 ? "test" : "stage"));
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task List_OfAPart_HasWholePagesOfIt()
    {
        var versions = new List<string>();
        var request = new ListDeploymentsRequest { Application = "-", Environment = "-", PageSize = 3 };
        var sizes = new List<int>();
        do
        {
            var page = await ListAsync(request, Some.Obligation, Some.Encode());
            sizes.Add(page.Deployments.Count);
            versions.AddRange(page.Deployments.Select(d => d.Version));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.That(versions, Is.EqualTo((string[])["1.0.9", "1.0.6", "1.0.3", "1.0.0"]));
        Assert.That(sizes, Is.EqualTo((int[])[3, 1]));
    }

    [Test]
    public async Task List_OfAPart_KeepsTheOtherFilters()
    {
        Assert.That((await ListAsync(new() { Application = "shop", Environment = "-" }, Other.Obligation, Other.Encode())).Deployments, Has.Count.EqualTo(8));
        Assert.That((await ListAsync(new() { Application = "-", Environment = "test" }, Other.Obligation, Other.Encode())).Deployments, Is.Empty);
        Assert.That((await ListAsync(new() { Application = "-", Environment = "-", State = Deployment.Types.State.Succeeded }, Other.Obligation, Other.Encode())).Deployments, Is.Empty);
    }

    [Test]
    public async Task List_OfNothing_IsEmpty()
    {
        var nothing = VisibleList.TryCreate([])!;
        Assert.That((await ListAsync(All(), nothing.Obligation, nothing.Encode())).Deployments, Is.Empty);
    }

    [Test]
    public async Task List_OfAll_IsNotFiltered() => Assert.That((await ListAsync(All(), "{}")).Deployments, Has.Count.EqualTo(12));

    [Test]
    public async Task List_OfAsManyAsTravel_IsTaken()
    {
        var many = VisibleList.TryCreate([("shop", "test"), .. Enumerable.Range(0, 99_999).Select(i => ($"team{i / 8 % 37}-app{i / 8}", $"env-{i % 8}"))])!;
        Assert.That((await ListAsync(All(), many.Obligation, many.Encode())).Deployments, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task List_AsLongAsAHeaderMayBe_ReachesTheCheck()
    {
        string longest = new('A', VisibleList.MaxEncodedLength);
        Assert.That(await CallErrors.ReasonOfAsync(() => ListAsync(All(), Some.Obligation, longest)), Is.EqualTo(ErrorReason.GrantMismatch));
    }

    [Test]
    public async Task List_WithoutTheListOrWithAnother_IsRefused()
    {
        Assert.That(await ReasonAsync(Some.Obligation), Is.EqualTo(ErrorReason.GrantMismatch), "none");
        Assert.That(await ReasonAsync(Some.Obligation, ""), Is.EqualTo(ErrorReason.GrantMismatch), "an empty one");
        Assert.That(await ReasonAsync(Some.Obligation, Other.Encode()), Is.EqualTo(ErrorReason.GrantMismatch), "another");
        Assert.That(await ReasonAsync(Some.Obligation, Some.Encode()![..^1]), Is.EqualTo(ErrorReason.GrantMismatch), "cut");
        Assert.That(await ReasonAsync(Some.Obligation, "[[\"shop\",\"test\"]]"), Is.EqualTo(ErrorReason.GrantMismatch), "plain");
        Assert.That(await ReasonAsync("{}", Some.Encode()), Is.EqualTo(ErrorReason.GrantMismatch), "not named");
        Assert.That(await ReasonAsync(Some.Obligation, Some.Encode(), Some.Encode()), Is.EqualTo(ErrorReason.GrantMismatch), "twice");
    }

    [TestCase("""{"visible":"all"}""")]
    [TestCase("""{"visible":[["shop","test"]]}""")]
    [TestCase("""{"visible":{"sha256":"x"}}""")]
    [TestCase("""{"visible":{}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":["owner"]}]}}""")]
    [TestCase("""{"unknown":1}""")]
    public async Task List_WithAnObligationOfAnotherForm_IsRefused(string obligations)
    {
        Assert.That(await ReasonAsync(obligations), Is.EqualTo(ErrorReason.GrantMismatch));
        Assert.That(await ReasonAsync(obligations, Some.Encode()), Is.EqualTo(ErrorReason.GrantMismatch));
    }

    [Test]
    public async Task OtherCalls_WithAList_AreRefused()
    {
        var get = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" };
        var create = TestClient.Request(version: "9.9.9");
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.Deploy.GetDeploymentAsync(get, With("get", "shop", "test", get, Some.Obligation, Some.Encode())).ResponseAsync), Is.EqualTo(ErrorReason.GrantMismatch));
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.Deploy.GetDeploymentAsync(get, With("get", "shop", "test", get, "{}", Some.Encode())).ResponseAsync), Is.EqualTo(ErrorReason.GrantMismatch));
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.Deploy.CreateDeploymentAsync(create, With("deploy", "shop", "test", create, Some.Obligation, Some.Encode())).ResponseAsync), Is.EqualTo(ErrorReason.GrantMismatch));
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.Deploy.CreateDeploymentAsync(create, With("deploy", "shop", "test", create, "{}", Some.Encode())).ResponseAsync), Is.EqualTo(ErrorReason.GrantMismatch));
        Assert.That((await ListAsync(All(), "{}")).Deployments.Select(d => d.Version), Has.None.EqualTo("9.9.9"));
    }

    private static ListDeploymentsRequest All() => new() { Application = "-", Environment = "-" };

    private Metadata With(string action, string application, string environment, IMessage request, string obligations, params string?[] lists)
    {
        var claims = _client.Gatekeeper.Claims(action, application, environment, request) with { ObligationsJson = obligations };
        var metadata = _client.Gatekeeper.Grant(claims);
        foreach (var list in lists)
        {
            metadata.Add(VisibleList.MetadataKey, list!);
        }

        return metadata;
    }

    private async Task<ListDeploymentsResponse> ListAsync(ListDeploymentsRequest request, string obligations, params string?[] lists) =>
        await _client.Deploy.ListDeploymentsAsync(request, With("list", request.Application, request.Environment, request, obligations, lists));

    private Task<ErrorReason> ReasonAsync(string obligations, params string?[] lists) => CallErrors.ReasonOfAsync(() => ListAsync(All(), obligations, lists));
}
