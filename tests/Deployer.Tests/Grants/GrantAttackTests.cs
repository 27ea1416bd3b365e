using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Grpc.Core;

namespace Deployer.Tests.Grants;

/// <summary>Calls the real program with grants that must not hold. What counts is that nothing was accepted.</summary>
[TestFixture]
internal sealed class GrantAttackTests
{
    private TestDeployer _deployer = null!;
    private TestClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        _client = await _deployer.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [SetUp]
    public async Task NothingIsAcceptedYetAsync() => Assert.That(await CountAsync(), Is.Zero, "a test before accepted something");

    [Test]
    public async Task Call_WithoutGrant_IsRefused() => await AssertRefusedAsync(ErrorReason.GrantMissing, []);

    [Test]
    public async Task Call_WithTwoGrants_IsRefused()
    {
        var request = TestClient.Request();
        var metadata = _client.Gatekeeper.Grant("deploy", "shop", "test", request);
        metadata.Add(metadata[0].Key, metadata[0].Value);
        await AssertRefusedAsync(ErrorReason.GrantInvalid, metadata, request);
    }

    [Test]
    public async Task Call_WithAnyBitFlipped_IsRefused()
    {
        var request = TestClient.Request();
        var claims = _client.Gatekeeper.Claims("deploy", "shop", "test", request);
        var grant = _client.Gatekeeper.Sign(claims);
        for (var i = 0; i < grant.Length; i += 3)
        {
            for (var bit = 1; bit < 128; bit <<= 2)
            {
                var flipped = (char)(grant[i] ^ bit);
                if (flipped is > ' ' and < (char)127)
                {
                    await AssertRefusedAsync(ErrorReason.GrantInvalid, Metadata(grant[..i] + flipped + grant[(i + 1)..]), request);
                }
            }
        }
    }

    [TestCase("cut by one")]
    [TestCase("padded")]
    [TestCase("a part more")]
    [TestCase("a space behind")]
    [TestCase("no signature")]
    [TestCase("half")]
    [TestCase("not one at all")]
    public async Task Call_WithMangledGrant_IsRefused(string how)
    {
        var request = TestClient.Request();
        var grant = _client.Gatekeeper.Sign(_client.Gatekeeper.Claims("deploy", "shop", "test", request));
        var mangled = how switch
        {
            "cut by one" => grant[..^1],
            "padded" => grant + "==",
            "a part more" => grant + ".AAAA",
            "a space behind" => grant + ",",
            "no signature" => grant[..(grant.LastIndexOf('.') + 1)],
            "half" => grant[..(grant.Length / 2)],
            _ => "bearer",
        };
        await AssertRefusedAsync(ErrorReason.GrantInvalid, Metadata(mangled), request);
    }

    [Test]
    public async Task Call_SignedByUnknownKey_IsRefused()
    {
        using var stranger = new TestGatekeeper();
        var request = TestClient.Request();
        await AssertRefusedAsync(ErrorReason.GrantInvalid, stranger.Grant("deploy", "shop", "test", request), request);
    }

    [Test]
    public async Task Call_SignatureOfAnotherGrant_IsRefused()
    {
        var request = TestClient.Request();
        var one = _client.Gatekeeper.Sign(_client.Gatekeeper.Claims("deploy", "shop", "test", request));
        var other = _client.Gatekeeper.Sign(_client.Gatekeeper.Claims("deploy", "shop", "test", request));
        await AssertRefusedAsync(ErrorReason.GrantInvalid, Metadata(one[..one.LastIndexOf('.')] + other[other.LastIndexOf('.')..]), request);
    }

    [Test]
    public async Task ChangingCall_WithSessionKeyGrant_IsRefused()
    {
        var request = TestClient.Request();
        var grant = GrantCodec.Encode(_client.Gatekeeper.Claims("deploy", "shop", "test", request), _client.Gatekeeper.SessionSigner);
        await AssertRefusedAsync(ErrorReason.GrantInvalid, Metadata(grant), request);
    }

    [Test]
    public async Task ReadingCall_WithSignedGrant_IsRefused()
    {
        var request = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d" };
        var grant = GrantCodec.Encode(_client.Gatekeeper.Claims("get", "shop", "test", request), _client.Gatekeeper.Signer);
        var error = await CallErrors.CatchAsync(async () => await _client.Deploy.GetDeploymentAsync(request, Metadata(grant)));
        Assert.That(Reason(error), Is.EqualTo(ErrorReason.GrantInvalid));
    }

    private static IEnumerable<TestCaseData> Mismatches()
    {
        yield return Mismatch("audience", c => c with { Audience = "deployer-production" });
        yield return Mismatch("audience's case", c => c with { Audience = "Deployer" });
        yield return Mismatch("action", c => c with { Action = "cancel" });
        yield return Mismatch("action's case", c => c with { Action = "Deploy" });
        yield return Mismatch("application", c => c with { Application = "bank" });
        yield return Mismatch("environment", c => c with { Environment = "production" });
        yield return Mismatch("environment's case", c => c with { Environment = "Test" });
        yield return Mismatch("environment with a dot", c => c with { Environment = "test." });
        yield return Mismatch("wildcard environment", c => c with { Environment = "-" });
        yield return Mismatch("request", c => c with { RequestHash = new string('0', 64) });
        yield return Mismatch("no caller document", c => c with { CallerDocumentHash = null });
        yield return Mismatch("another caller document", c => c with { CallerDocumentHash = new string('0', 64) });
        yield return Mismatch("long life", c => c with { ExpiresAt = c.IssuedAt + 31 });
        yield return Mismatch("no life", c => c with { ExpiresAt = c.IssuedAt });
        yield return Mismatch("negative life", c => c with { ExpiresAt = c.IssuedAt - 1 });
        yield return Mismatch("expired", c => c with { IssuedAt = c.IssuedAt - 40, ExpiresAt = c.IssuedAt - 10 }, ErrorReason.GrantExpired);
        yield return Mismatch("expired by the skew", c => c with { IssuedAt = c.IssuedAt - 20, ExpiresAt = c.IssuedAt - 5 }, ErrorReason.GrantExpired);
        yield return Mismatch("not yet", c => c with { IssuedAt = c.IssuedAt + 7, ExpiresAt = c.IssuedAt + 20 }, ErrorReason.GrantExpired);
        yield return Mismatch("ten minutes ahead", c => c with { IssuedAt = c.IssuedAt + 600, ExpiresAt = c.IssuedAt + 615 }, ErrorReason.GrantExpired);
    }

    [TestCaseSource(nameof(Mismatches))]
    public async Task Call_GrantForSomethingElse_IsRefused(Func<GrantClaims, GrantClaims> change, ErrorReason reason)
    {
        var request = TestClient.Request();
        await AssertRefusedAsync(reason, _client.Gatekeeper.Grant(change(_client.Gatekeeper.Claims("deploy", "shop", "test", request))), request);
    }

    private static IEnumerable<TestCaseData> WrongDocuments()
    {
        var other = CallerDocument.TryCreate("""{"kind":"code","subject":"other-ci"}""", "rest", "192.0.2.1")!.Encode();
        yield return new TestCaseData(Array.Empty<string>(), ErrorReason.GrantMismatch).SetArgDisplayNames("none");
        yield return new TestCaseData(new[] { other }, ErrorReason.GrantMismatch).SetArgDisplayNames("that of another caller");
        yield return new TestCaseData(new[] { "" }, ErrorReason.GrantMismatch).SetArgDisplayNames("an empty one");
        yield return new TestCaseData(new[] { TestGatekeeper.Caller.Encode()[..^4] }, ErrorReason.GrantMismatch).SetArgDisplayNames("cut");
        yield return new TestCaseData(new[] { TestGatekeeper.Caller.Encode(), other }, ErrorReason.GrantMismatch).SetArgDisplayNames("two");
        yield return new TestCaseData(new[] { new string('A', CallerDocument.MaxEncodedLength + 4) }, ErrorReason.GrantMismatch).SetArgDisplayNames("one that is too long");
    }

    [TestCaseSource(nameof(WrongDocuments))]
    public async Task Call_WithoutExactlyItsCallerDocument_IsRefused(string[] documents, ErrorReason reason)
    {
        var request = TestClient.Request();
        var metadata = Metadata(_client.Gatekeeper.Sign(_client.Gatekeeper.Claims("deploy", "shop", "test", request)));
        foreach (var document in documents)
        {
            metadata.Add(CallerDocument.MetadataKey, document);
        }

        await AssertRefusedAsync(reason, metadata, request);
    }

    [Test]
    public async Task ReadingCall_WithACallerDocument_IsRefused()
    {
        var request = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d" };
        var beside = _client.Gatekeeper.Grant("get", "shop", "test", request);
        beside.Add(CallerDocument.MetadataKey, TestGatekeeper.Caller.Encode());
        var named = _client.Gatekeeper.Grant(_client.Gatekeeper.Claims("get", "shop", "test", request) with { CallerDocumentHash = TestGatekeeper.Caller.Sha256 });
        Assert.That(Reason(await CallErrors.CatchAsync(async () => await _client.Deploy.GetDeploymentAsync(request, beside))), Is.EqualTo(ErrorReason.GrantMismatch));
        Assert.That(Reason(await CallErrors.CatchAsync(async () => await _client.Deploy.GetDeploymentAsync(request, named))), Is.EqualTo(ErrorReason.GrantMismatch));
    }

    [Test]
    public async Task Call_GrantOfAnotherRequest_IsRefused()
    {
        var grant = _client.Gatekeeper.Grant("deploy", "shop", "test", TestClient.Request(version: "1.0.0"));
        await AssertRefusedAsync(ErrorReason.GrantMismatch, grant, TestClient.Request(version: "1.0.1"));
    }

    [Test]
    public async Task Call_SameGrantOnAnotherMethod_IsRefused()
    {
        var request = new RejectDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d" };
        var error = await CallErrors.CatchAsync(async () => await _client.Deploy.RejectDeploymentAsync(request, _client.Gatekeeper.Grant("approve", "shop", "test", request)));
        Assert.That(Reason(error), Is.EqualTo(ErrorReason.GrantMismatch));
    }

    [Test]
    public async Task Refusals_WhateverTheCause_HaveOneMessage()
    {
        var request = TestClient.Request();
        var forged = await RefusalAsync(Metadata("x.y.z"), request);
        var expired = await RefusalAsync(_client.Gatekeeper.Grant(_client.Gatekeeper.Claims("deploy", "shop", "test", request) with { Audience = "other" }), request);
        Assert.That(forged.Status.Detail, Is.EqualTo(expired.Status.Detail));
        Assert.That(forged.StatusCode, Is.EqualTo(StatusCode.Unauthenticated));
    }

    [Test]
    public async Task ReadingCall_SessionKeyOfAnotherGatekeeper_IsRefused()
    {
        var request = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d" };
        var claims = _client.Gatekeeper.Claims("get", "shop", "test", request) with { Issuer = "other.test/audit" };
        var error = await CallErrors.CatchAsync(async () => await _client.Deploy.GetDeploymentAsync(request, _client.Gatekeeper.Grant(claims)));
        Assert.That(Reason(error), Is.EqualTo(ErrorReason.GrantInvalid));
    }

    private static TestCaseData Mismatch(string name, Func<GrantClaims, GrantClaims> change, ErrorReason reason = ErrorReason.GrantMismatch) =>
        new TestCaseData(change, reason).SetName($"Call_GrantForSomethingElse({name})");

    private static Metadata Metadata(string grant) => new() { { GrantFormat.MetadataKey, grant } };

    private static ErrorReason Reason(RpcException error) => CallErrors.ReasonOf(error);

    private async Task AssertRefusedAsync(ErrorReason reason, Metadata metadata, CreateDeploymentRequest? request = null) =>
        Assert.That(Reason(await RefusalAsync(metadata, request ?? TestClient.Request())), Is.EqualTo(reason));

    private async Task<RpcException> RefusalAsync(Metadata metadata, CreateDeploymentRequest request) =>
        await CallErrors.CatchAsync(async () => await _client.Deploy.CreateDeploymentAsync(request, metadata));

    private async Task<int> CountAsync()
    {
        var request = new ListDeploymentsRequest { Application = "-", Environment = "-" };
        return (await _client.Deploy.ListDeploymentsAsync(request, _client.Gatekeeper.Grant("list", "-", "-", request))).Deployments.Count;
    }
}
