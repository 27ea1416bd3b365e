using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Grpc.Core;

namespace Deployer.Tests.Calls;

/// <summary>The deployer says which policies it uses, to a gatekeeper that reads with its session key, and to nobody else.</summary>
[TestFixture]
internal sealed class WorkerEndpointTests
{
    private const int Unauthenticated = (int)StatusCode.Unauthenticated;
    private const string Method = "/deploy.v1.WorkerService/GetWorkerStatus";

    private readonly GetWorkerStatusRequest _request = new();
    private TestDeployer _deployer = null!;
    private TestClient _client = null!;
    private RawCall _raw = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        _client = await _deployer.StartAsync();
        _raw = new RawCall(_deployer.Options.Socket);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _raw.Dispose();
        await _deployer.DisposeAsync();
    }

    [Test]
    public async Task GetWorkerStatus_WithItsGrant_SaysWhatIsInUseAndWhatWasRefused()
    {
        _deployer.Policy.Status = _deployer.Policy.Status with { Refused = new("sha256:other", DateTimeOffset.UnixEpoch, ["a.rego:1:1: no"]) };
        var policy = (await _client.Worker.GetWorkerStatusAsync(_request, _client.Gatekeeper.Grant(Claims()))).Policy;
        Assert.Multiple(() =>
        {
            Assert.That(policy.Revision, Is.EqualTo(FakePolicy.Revision));
            Assert.That(policy.ActivateTime.ToDateTimeOffset(), Is.EqualTo(_deployer.Policy.Status.ActivatedAt));
            Assert.That(policy.Serial, Is.EqualTo(7));
            Assert.That((policy.Refused.Revision, policy.Refused.Faults.Single()), Is.EqualTo(("sha256:other", "a.rego:1:1: no")));
        });
    }

    [Test]
    public async Task GetWorkerStatus_WithOneGrantTwice_AnswersTwice()
    {
        var grant = _client.Gatekeeper.Grant(Claims());
        await _client.Worker.GetWorkerStatusAsync(_request, grant);
        Assert.That(async () => await _client.Worker.GetWorkerStatusAsync(_request, grant), Throws.Nothing);
    }

    [Test]
    public async Task GetWorkerStatus_WithASignedGrant_IsRefused() =>
        Assert.That(await CallAsync(GrantCodec.Encode(Claims(), _client.Gatekeeper.Signer)), Is.EqualTo(Unauthenticated));

    [Test]
    public async Task GetWorkerStatus_WithoutAGrant_IsRefused() => Assert.That(await CallAsync(null), Is.EqualTo(Unauthenticated));

    [TestCase("get")]
    [TestCase("list")]
    [TestCase("read_policy")]
    public async Task GetWorkerStatus_WithAGrantForAnotherAction_IsRefused(string action) =>
        Assert.That(await CallAsync(GrantCodec.Encode(Claims(action), _client.Gatekeeper.SessionSigner)), Is.EqualTo(Unauthenticated));

    [Test]
    public async Task GetDeployment_WithAGrantForTheStatus_IsRefused()
    {
        var message = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d" }.ToByteArray();
        var grant = _client.Gatekeeper.Sign(_client.Gatekeeper.Claims("worker_status", "shop", "test", message));
        Assert.That(await _raw.SendAsync("/deploy.v1.DeployService/GetDeployment", RawCall.Frame(message), grant), Is.EqualTo(Unauthenticated));
    }

    [Test]
    public async Task PolicyService_AtTheDeployer_IsNoMethod() =>
        Assert.That(
            await _raw.SendAsync("/deploy.v1.PolicyService/GetStatus", RawCall.Frame([]), _client.Gatekeeper.Sign(Claims())), Is.EqualTo((int)StatusCode.Unimplemented));

    private GrantClaims Claims(string action = GrantFormat.WorkerStatusAction) => _client.Gatekeeper.Claims(action, "-", "-", _request);

    private Task<int> CallAsync(string? grant) => _raw.SendAsync(Method, RawCall.Frame(_request.ToByteArray()), grant);
}
