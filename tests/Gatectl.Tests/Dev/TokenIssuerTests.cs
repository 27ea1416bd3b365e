using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatectl.Dev;
using Gatectl.Gates;
using Gatectl.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Gatectl.Tests.Dev;

public class TokenIssuerTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20000));
    private TemporaryDirectory _directory = null!;
    private DevPaths _paths = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TemporaryDirectory();
        _paths = new DevPaths(_directory.Path);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public void Sign_ACaller_SaysWhoAndForWhom()
    {
        using var issuer = TokenIssuer.Open(_paths, DemoIssuer.People, _time);
        var payload = Part(issuer.Sign("alice", TimeSpan.FromMinutes(5), claims: DemoCaller.Alice.Claims), 1);
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Multiple(() =>
        {
            Assert.That((string)payload["iss"]!, Is.EqualTo("https://people.gate.localhost"));
            Assert.That((string)payload["sub"]!, Is.EqualTo("alice"));
            Assert.That((string)payload["aud"]!, Is.EqualTo("gatekeeper"));
            Assert.That((long)payload["iat"]!, Is.EqualTo(now));
            Assert.That((long)payload["exp"]!, Is.EqualTo(now + 300));
            Assert.That((string)payload["groups"]![0]!, Is.EqualTo("release-managers"));
        });
    }

    [Test]
    public void Sign_ACaller_HoldsUnderThePublishedKey()
    {
        using var issuer = TokenIssuer.Open(_paths, DemoIssuer.ContinuousIntegration, _time);
        var token = issuer.Sign("shop-ci", TimeSpan.FromMinutes(5));
        var jwk = JsonNode.Parse(File.ReadAllText(_paths.IssuerJwks("ci")))!["keys"]![0]!;
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars((string)jwk["x"]!), Y = Base64Url.DecodeFromChars((string)jwk["y"]!) },
        });
        var parts = token.Split('.');
        var header = Part(token, 0);
        Assert.Multiple(() =>
        {
            Assert.That(
                key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256), Is.True);
            Assert.That((string)header["kid"]!, Is.EqualTo((string)jwk["kid"]!));
            Assert.That((string)header["alg"]!, Is.EqualTo("ES256"));
            Assert.That(jwk.AsObject().ContainsKey("d"), Is.False);
        });
    }

    [Test]
    public void Open_Again_HasTheSameKey()
    {
        using (TokenIssuer.Open(_paths, DemoIssuer.ContinuousIntegration, _time))
        {
        }

        var before = File.ReadAllText(_paths.IssuerJwks("ci"));
        using (TokenIssuer.Open(_paths, DemoIssuer.ContinuousIntegration, _time))
        {
        }

        Assert.That(File.ReadAllText(_paths.IssuerJwks("ci")), Is.EqualTo(before));
    }

    [Test]
    public void Open_TwoIssuers_HaveKeysOfTheirOwn()
    {
        using var code = TokenIssuer.Open(_paths, DemoIssuer.ContinuousIntegration, _time);
        using var people = TokenIssuer.Open(_paths, DemoIssuer.People, _time);
        Assert.That((string)Part(code.Sign("a", TimeSpan.FromMinutes(1)), 0)["kid"]!, Is.Not.EqualTo((string)Part(people.Sign("a", TimeSpan.FromMinutes(1)), 0)["kid"]!));
    }

    private static JsonNode Part(string token, int index) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]))!;
}
