using System.Security.Cryptography;
using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Grants;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Grants;

namespace Gatekeeper.Tests.Grants;

[TestFixture]
public sealed class GrantIssuerTests
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _sessionKey = RandomNumberGenerator.GetBytes(32);
    private SessionKeyRing _ring = null!;
    private GrantIssuer _issuer = null!;

    [SetUp]
    public void Create()
    {
        _ring = new SessionKeyRing();
        _issuer = new GrantIssuer(
            new EcdsaGrantSigner(_key), _ring, new GrantIdentity("test.example/audit", "deployer"), new GrantsOptions(), TimeProvider.System);
    }

    [OneTimeTearDown]
    public void Dispose() => _key.Dispose();

    // The clock was ahead when the policies came, and was set right: their time is not later than the grant's.
    [Test]
    public void Issue_PoliciesFromALaterTime_AreOfThisTime()
    {
        var call = Sample.Create();
        var caller = Sample.Caller(subject: "x");
        var grant = Decode(Issue(call, Sample.Allowed(call, caller) with { PolicyActivatedAt = DateTimeOffset.UtcNow.AddDays(1) }, caller));
        Assert.That(grant.Claims.PolicyActivatedAt, Is.EqualTo(grant.Claims.IssuedAt));
    }

    [Test]
    public void Issue_ChangingCall_IsSignedAndSaysExactlyThisCall()
    {
        var call = Sample.Create();
        var caller = Sample.Caller(subject: "repo:\"x\"");
        var grant = Decode(Issue(call, Sample.Allowed(call, caller), caller));
        Assert.Multiple(() =>
        {
            Assert.That(grant.Algorithm, Is.EqualTo(GrantAlgorithm.Es256));
            Assert.That(grant.KeyId, Is.EqualTo(JwkThumbprint.Compute(_key)));
            Assert.That(_key.VerifyData(grant.SigningInput.Span, grant.Signature.Span, HashAlgorithmName.SHA256), Is.True);
            Assert.That(grant.Claims.Issuer, Is.EqualTo("test.example/audit"));
            Assert.That(grant.Claims.Audience, Is.EqualTo("deployer"));
            Assert.That(grant.Claims.Client, Is.EqualTo("shop-ci"));
            Assert.That(grant.Claims.Action, Is.EqualTo("deploy"));
            Assert.That(grant.Claims.Application, Is.EqualTo("shop"));
            Assert.That(grant.Claims.Environment, Is.EqualTo("test"));
            Assert.That(grant.Claims.RequestHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(call.MessageBytes.Span))));
            Assert.That(grant.Claims.DecisionId, Is.EqualTo(call.Arrival.DecisionId));
            Assert.That(grant.Claims.PolicyRevision, Is.EqualTo("sha256:abc"));
            Assert.That(grant.Claims.PolicyActivatedAt, Is.EqualTo(1_700_000_000));
            Assert.That(grant.Claims.ExpiresAt - grant.Claims.IssuedAt, Is.InRange(1, GrantFormat.MaxLifetimeSeconds));
            Assert.That(grant.Claims.CallerJson, Is.EqualTo("""{"kind":"code","issuer":"https://ci.example","subject":"repo:\u0022x\u0022","authenticated_by":"jwt"}"""));
        });
    }

    [Test]
    public void Issue_ReadingCall_IsAuthenticatedWithTheSessionKey()
    {
        _ring.Use(new HmacGrantSigner("k1", _sessionKey));
        var call = Sample.Get();
        var caller = Sample.Caller();
        var grant = Decode(Issue(call, Sample.Allowed(call, caller), caller));
        Assert.That(grant.Algorithm, Is.EqualTo(GrantAlgorithm.Hs256));
        Assert.That(grant.KeyId, Is.EqualTo("k1"));
        Assert.That(grant.Signature.ToArray(), Is.EqualTo(HMACSHA256.HashData(_sessionKey, grant.SigningInput.Span)));
    }

    [Test]
    public void Issue_ReadingCallWithoutSessionKey_IsUnavailable()
    {
        var call = Sample.Get();
        var caller = Sample.Caller();
        Assert.That(() => Issue(call, Sample.Allowed(call, caller), caller), Throws.TypeOf<GrantUnavailableException>());
    }

    [Test]
    public void Issue_DeniedOrForeignDecision_Throws()
    {
        var call = Sample.Create();
        var caller = Sample.Caller();
        var allowed = Sample.Allowed(call, caller);
        Assert.That(() => Issue(call, allowed with { IsAllowed = false }, caller), Throws.InvalidOperationException);
        Assert.That(() => Issue(call, allowed with { Client = null }, caller), Throws.InvalidOperationException);
        Assert.That(() => Issue(Sample.Create(), allowed, caller), Throws.InvalidOperationException);
    }

    [Test]
    public void Issue_ChangingCallTwice_GivesTwoIds()
    {
        var call = Sample.Create();
        var caller = Sample.Caller();
        var ids = Enumerable.Range(0, 2).Select(_ => Decode(Issue(call, Sample.Allowed(call, caller), caller)).Claims.Id);
        Assert.That(ids, Is.Unique);
    }

    [Test]
    public void Issue_Approval_ShowsWhoStandsBehindItAndWhatTheyCountAs() => Assert.That(
        CallerOf(new ApproveDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" }),
        Is.EqualTo("""{"kind":"code","issuer":"https://ci.example","subject":"repo:org/shop","authenticated_by":"jwt","persons":["person:alice"],"principals":["owner","team:a\u0022b"]}"""));

    [Test]
    public void Issue_OtherChange_ShowsThePersonsBehindIt() => Assert.That(
        CallerOf(new CreateDeploymentRequest { Application = "shop", Environment = "test", Version = "1" }),
        Is.EqualTo("""{"kind":"code","issuer":"https://ci.example","subject":"repo:org/shop","authenticated_by":"jwt","persons":["person:alice"]}"""));

    [Test]
    public void Issue_UseOfAnException_ShowsIt()
    {
        var call = Sample.Create();
        var caller = Sample.Caller();
        var grant = Decode(Issue(call, Sample.Allowed(call, caller) with { Persons = [], Exceptions = ["break-glass"] }, caller));
        Assert.That(grant.Claims.CallerJson, Does.EndWith(""","persons":[],"exceptions":["break-glass"]}"""));
    }

    [Test]
    public void Issue_MorePrincipalsThanFit_LeavesSomeOut()
    {
        var call = Sample.Call(new ApproveDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" });
        var caller = Sample.Caller();
        var principals = Enumerable.Range(0, 256).Select(i => $"team:{new string('x', 200)}-{i}").ToList();
        var grant = Decode(Issue(call, Sample.Allowed(call, caller) with { Persons = ["person:alice"], Principals = principals }, caller));
        using var shown = JsonDocument.Parse(grant.Claims.CallerJson);
        Assert.That(shown.RootElement.GetProperty("principals").GetArrayLength(), Is.InRange(1, 30));
        Assert.That(shown.RootElement.GetProperty("persons").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public void Issue_ChangingCall_NamesTheDocumentOfItsCaller()
    {
        var call = Sample.Create();
        var caller = Sample.Caller();
        var document = Sample.Document(call, caller)!;
        Assert.That(Decode(Issue(call, Sample.Allowed(call, caller), caller)).Claims.CallerDocumentHash, Is.EqualTo(document.Sha256));
        Assert.That(() => _issuer.Issue(call, Sample.Allowed(call, caller), caller, document: null), Throws.InvalidOperationException);
    }

    [Test]
    public void Issue_ReadingCallWithADocument_Throws()
    {
        var call = Sample.Get();
        var caller = Sample.Caller();
        Assert.That(() => _issuer.Issue(call, Sample.Allowed(call, caller), caller, Sample.Document(Sample.Create(), caller)), Throws.InvalidOperationException);
    }

    private string CallerOf(Google.Protobuf.IMessage message)
    {
        var call = Sample.Call(message);
        var caller = Sample.Caller();
        return Decode(Issue(call, Sample.Allowed(call, caller) with { Persons = ["person:alice"], Principals = ["owner", "team:a\"b"] }, caller)).Claims.CallerJson;
    }

    private string Issue(Call call, Decision decision, Caller caller) => _issuer.Issue(call, decision, caller, Sample.Document(call, caller));

    private static DecodedGrant Decode(string text)
    {
        Assert.That(GrantCodec.TryDecode(text, out var grant, out var error), Is.True, error.ToString());
        return grant!;
    }
}
