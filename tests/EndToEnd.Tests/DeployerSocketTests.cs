using System.Globalization;
using System.Text.RegularExpressions;
using Deploy.V1;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>What someone can do who reaches the deployer without the gatekeeper.</summary>
public class DeployerSocketTests
{
    private static string GateKey => Path.Combine(Gate.Dev.State, "grants", "signing-key.pem");

    private SocketClient _client = null!;

    [SetUp]
    public void SetUp() => _client = new SocketClient(Gate.Dev.Socket);

    [TearDown]
    public void TearDown() => _client.Dispose();

    [Test]
    public async Task Listeners_OfTheDeployer_AreNoneOnTcp()
    {
        var run = await ProcessRun.RunAsync("ss", ["-lntp"]);
        var listeners = run.Out.Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(listeners, Has.None.Matches<string>(line => IsOf(line, Gate.Dev.DeployerId)));
            Assert.That(listeners, Has.Some.Matches<string>(line => IsOf(line, Gate.Dev.GatekeeperId)), "ss shows the gatekeeper");
        });
    }

    [Test]
    public void Socket_OfTheDeployer_IsItsOwnersOnly() =>
        Assert.That(File.GetUnixFileMode(Gate.Dev.Socket), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

    [Test]
    public async Task Call_WithoutGrant_IsRefused() =>
        Assert.That(await _client.DeployAsync(Request()), Is.EqualTo("GRANT_MISSING"));

    [Test]
    public async Task Call_WithAReplayedGrant_IsRefused()
    {
        var request = Request();
        var grant = SocketClient.Sign(SocketClient.ClaimsFor(request), GateKey);
        var first = await _client.DeployAsync(request, grant);
        var second = await _client.DeployAsync(request, grant);
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.Empty, "the gate's own key signs a grant that holds");
            Assert.That(second, Is.EqualTo("GRANT_REPLAYED"));
        });
    }

    [Test]
    public async Task Call_WithAGrantForAnotherRequest_IsRefused()
    {
        var request = Request();
        var grant = SocketClient.Sign(SocketClient.ClaimsFor(request), GateKey);
        request.Version = "1.1.0";
        Assert.That(await _client.DeployAsync(request, grant), Is.EqualTo("GRANT_MISMATCH"));
    }

    [Test]
    public async Task Call_WithAGrantForAnotherEnvironment_IsRefused()
    {
        var request = Request();
        var grant = SocketClient.Sign(SocketClient.ClaimsFor(request) with { Environment = "stage" }, GateKey);
        Assert.That(await _client.DeployAsync(request, grant), Is.EqualTo("GRANT_MISMATCH"));
    }

    [Test]
    public async Task Call_WithAGrantForAnotherAction_IsRefused()
    {
        var request = Request();
        var grant = SocketClient.Sign(SocketClient.ClaimsFor(request) with { Action = "cancel" }, GateKey);
        Assert.That(await _client.DeployAsync(request, grant), Is.EqualTo("GRANT_MISMATCH"));
    }

    [Test]
    public async Task Call_WithAGrantOfAnUnknownKey_IsRefused()
    {
        var request = Request();
        Assert.That(await _client.DeployAsync(request, SocketClient.Sign(SocketClient.ClaimsFor(request), keyFile: null)), Is.EqualTo("GRANT_INVALID"));
    }

    [Test]
    public async Task Call_WithAnExpiredGrant_IsRefused()
    {
        var request = Request();
        var past = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 120;
        var grant = SocketClient.Sign(SocketClient.ClaimsFor(request) with { IssuedAt = past, ExpiresAt = past + 20 }, GateKey);
        Assert.That(await _client.DeployAsync(request, grant), Is.EqualTo("GRANT_EXPIRED"));
    }

    [Test]
    public async Task Call_UnderPoliciesThatNobodyHas_IsRefused()
    {
        var request = Request();
        var grant = SocketClient.Sign(SocketClient.ClaimsFor(request) with { PolicyRevision = "sha256:" + new string('0', 64) }, GateKey);
        Assert.That(await _client.DeployAsync(request, grant), Is.EqualTo("REVISION_UNKNOWN"));
    }

    [Test]
    public async Task Call_UnderPoliciesThatAreYetToCome_IsRefused()
    {
        var request = Request();
        var grant = SocketClient.Sign(SocketClient.ClaimsFor(request) with { PolicyActivatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600 }, GateKey);
        Assert.That(await _client.DeployAsync(request, grant), Is.EqualTo("GRANT_MISMATCH"));
    }

    [Test]
    public async Task Call_WithTwoGrants_IsRefused()
    {
        var request = Request();
        var grant = SocketClient.Sign(SocketClient.ClaimsFor(request), GateKey);
        Assert.That(await _client.DeployAsync(request, grant, grant), Does.StartWith("GRANT_"));
    }

    private static bool IsOf(string? listener, int processId) => listener is not null && Regex.IsMatch(listener, $@"\bpid={processId}\b");

    private static CreateDeploymentRequest Request() =>
        new() { Application = "shop", Environment = "test", Version = "1.0.0", RequestId = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture) };
}
