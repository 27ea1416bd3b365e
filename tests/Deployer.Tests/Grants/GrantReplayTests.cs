using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Contract.Grants;
using Grpc.Core;

namespace Deployer.Tests.Grants;

/// <summary>A grant is spent once: a second call with it changes nothing.</summary>
[TestFixture]
internal sealed class GrantReplayTests
{
    [Test]
    public async Task Call_SameGrantIn64ParallelCalls_RunsOnce()
    {
        await using var deployer = new TestDeployer();
        var client = await deployer.StartAsync();
        var request = TestClient.Request();
        var grant = client.Gatekeeper.Grant("deploy", "shop", "test", request);
        TestClient[] clients = [.. Enumerable.Range(0, 8).Select(_ => new TestClient(deployer.Options.Socket, deployer.Gatekeeper))];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => OutcomeAsync(clients[i % 8], request, grant))));

        Assert.That(outcomes.Count(o => o == "accepted"), Is.EqualTo(1));
        Assert.That(outcomes.Count(o => o == nameof(ErrorReason.GrantReplayed)), Is.EqualTo(63));
        Assert.That(await CountAsync(client), Is.EqualTo(1));
        Array.ForEach(clients, c => c.Dispose());
    }

    [Test]
    public async Task Call_SameGrantAfterRestart_IsReplayed()
    {
        await using var deployer = new TestDeployer();
        var client = await deployer.StartAsync();
        var request = TestClient.Request();
        var grant = client.Gatekeeper.Grant("deploy", "shop", "test", request);
        Assert.That(await OutcomeAsync(client, request, grant), Is.EqualTo("accepted"));

        await deployer.StopAsync();
        client = await deployer.StartAsync();

        Assert.That(await OutcomeAsync(client, request, grant), Is.EqualTo(nameof(ErrorReason.GrantReplayed)));
    }

    [Test]
    public async Task Call_RefusedOnce_HasUsedItsGrantUp()
    {
        await using var deployer = new TestDeployer();
        var client = await deployer.StartAsync();
        var request = new CancelDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "none" };
        var grant = client.Gatekeeper.Grant("cancel", "shop", "test", request);

        var first = await CallErrors.ReasonOfAsync(async () => await client.Deploy.CancelDeploymentAsync(request, grant));
        var second = await CallErrors.ReasonOfAsync(async () => await client.Deploy.CancelDeploymentAsync(request, grant));

        Assert.That((first, second), Is.EqualTo((ErrorReason.NotFound, ErrorReason.GrantReplayed)));
    }

    [Test]
    public async Task InstallSessionKey_SameGrantTwice_IsReplayed()
    {
        await using var deployer = new TestDeployer();
        var client = await deployer.StartAsync();
        var request = new InstallSessionKeyRequest
        {
            KeyId = "k",
            Key = Google.Protobuf.ByteString.CopyFrom(new byte[32]),
            ExpireTime = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds(),
        };
        var grant = client.Gatekeeper.Grant(GrantFormat.InstallSessionKeyAction, "-", "-", request);
        await client.Worker.InstallSessionKeyAsync(request, grant);
        Assert.That(await CallErrors.ReasonOfAsync(async () => await client.Worker.InstallSessionKeyAsync(request, grant)), Is.EqualTo(ErrorReason.GrantReplayed));
    }

    [TestCase("", 32, 60)]
    [TestCase("k k", 32, 60)]
    [TestCase("k", 31, 60)]
    [TestCase("k", 33, 60)]
    [TestCase("k", 32, -1)]
    [TestCase("k", 32, 7300)]
    public async Task InstallSessionKey_InvalidKey_IsRefused(string keyId, int length, int seconds)
    {
        await using var deployer = new TestDeployer();
        var client = await deployer.StartAsync();
        var request = new InstallSessionKeyRequest
        {
            KeyId = keyId,
            Key = Google.Protobuf.ByteString.CopyFrom(new byte[length]),
            ExpireTime = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds(),
        };
        Assert.That(
            await CallErrors.ReasonOfAsync(async () => await client.Worker.InstallSessionKeyAsync(request, client.Gatekeeper.Grant("install_session_key", "-", "-", request))),
            Is.EqualTo(ErrorReason.InvalidRequest));
    }

    [Test]
    public async Task ReadingCall_AfterRestart_NeedsTheSessionKeyAnew()
    {
        await using var deployer = new TestDeployer();
        await deployer.StartAsync();
        await deployer.StopAsync();
        await deployer.StartAsync(installKey: false);
        var request = new ListDeploymentsRequest { Application = "-", Environment = "-" };
        Assert.That(
            await CallErrors.ReasonOfAsync(async () => await deployer.Client.Deploy.ListDeploymentsAsync(request, deployer.Gatekeeper.Grant("list", "-", "-", request))),
            Is.EqualTo(ErrorReason.GrantInvalid));
    }

    private static async Task<string> OutcomeAsync(TestClient client, CreateDeploymentRequest request, Metadata grant)
    {
        try
        {
            await client.Deploy.CreateDeploymentAsync(request, grant);
            return "accepted";
        }
        catch (RpcException e)
        {
            return CallErrors.ReasonOf(e).ToString();
        }
    }

    private static async Task<int> CountAsync(TestClient client)
    {
        var request = new ListDeploymentsRequest { Application = "shop", Environment = "-" };
        return (await client.Deploy.ListDeploymentsAsync(request, client.Gatekeeper.Grant("list", "shop", "-", request))).Deployments.Count;
    }
}
