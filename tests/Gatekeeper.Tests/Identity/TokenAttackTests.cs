using System.Security.Cryptography;
using System.Text;
using Gatekeeper.Identity;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

/// <summary>The attacks of RFC 8725 and their kin, each against the whole validation.</summary>
public sealed class TokenAttackTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly long Seconds = Now.ToUnixTimeSeconds();

    private readonly TestIssuer _issuer = new();
    private readonly TestIssuer _other = new("https://other.test");
    private TokenValidator _validator = null!;
    private IssuerKeyRing[] _rings = null!;

    [OneTimeSetUp]
    public void Start()
    {
        var options = new IdentityOptions();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now);
        var cache = new TokenCache(options, time);
        _rings =
        [
            .. new[] { _issuer, _other }.Select(issuer => new IssuerKeyRing(
                new IssuerOptions { Issuer = issuer.Issuer, Audiences = [TestIssuer.Audience, "second"] },
                new FixedKeySource(issuer.Jwks),
                options,
                cache,
                time,
                NullLogger<IssuerKeyRing>.Instance)),
        ];
        _validator = new TokenValidator(_rings, options);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _validator.Dispose();
        Array.ForEach(_rings, ring => ring.Dispose());
        _issuer.Dispose();
        _other.Dispose();
    }

    private string Claims => _issuer.Claims(now: Now);

    private string With(string name, string value) => Claims.Replace("\"sub\":", $"\"{name}\":{value},\"sub\":", StringComparison.Ordinal);

    private string Without(string name, string replacement = "")
    {
        using var document = System.Text.Json.JsonDocument.Parse(Claims);
        var members = document.RootElement.EnumerateObject().Where(member => member.Name != name).Select(member => member.ToString());
        return "{" + string.Join(",", members.Concat(replacement.Length == 0 ? [] : [replacement])) + "}";
    }

    [Test]
    public async Task Validate_GoodToken_ProvesTheCaller()
    {
        var token = await _validator.ValidateAsync(_issuer.Token(now: Now), Now, isSuspect: false, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(token.Caller.Subject, Is.EqualTo("shop-ci"));
            Assert.That(token.Caller.Issuer, Is.EqualTo(_issuer.Issuer));
            Assert.That(token.Caller.Kind, Is.EqualTo("code"));
            Assert.That(token.Caller.Groups.ToString(), Is.EqualTo("[\"ci\"]"));
        });
    }

    [Test]
    public void Validate_RsaToken_IsAccepted() =>
        Assert.That(() => _validator.ValidateAsync(_issuer.SignRsa(_issuer.Header("RS256", keyId: _issuer.RsaKeyId), Claims), Now, isSuspect: false, default), Throws.Nothing);

    [TestCase(null)]
    [TestCase("JWT")]
    [TestCase("at+jwt")]
    [TestCase("AT+JWT")]
    public void Validate_AcceptedType_IsAccepted(string? type) => AssertAccepted(_issuer.Sign(_issuer.Header(type: type), Claims));

    [TestCase("none")]
    [TestCase("None")]
    [TestCase("NONE")]
    [TestCase("nOnE")]
    [TestCase("")]
    public void Validate_AlgorithmNone_IsRefused(string algorithm)
    {
        var input = TestIssuer.Encode(_issuer.Header(algorithm)) + "." + TestIssuer.Encode(Claims);
        AssertRefused(input + ".");
        AssertRefused(input + ".AA");
        AssertRefused(input);
    }

    [Test]
    public void Validate_MacKeyedWithThePublicKey_IsRefused()
    {
        byte[][] keys =
        [
            Encoding.ASCII.GetBytes(_issuer.Key.ExportSubjectPublicKeyInfoPem()),
            _issuer.Key.ExportSubjectPublicKeyInfo(),
            Encoding.ASCII.GetBytes(_issuer.RsaKey.ExportSubjectPublicKeyInfoPem()),
            _issuer.RsaKey.ExportSubjectPublicKeyInfo(),
            _issuer.RsaKey.ExportRSAPublicKey(),
            [],
        ];
        foreach (var key in keys)
        {
            foreach (var keyId in new[] { _issuer.KeyId, _issuer.RsaKeyId })
            {
                var input = TestIssuer.Encode(_issuer.Header("HS256", keyId: keyId)) + "." + TestIssuer.Encode(Claims);
                AssertRefused(input + "." + TestIssuer.Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(input))), TokenFault.Algorithm);
            }
        }
    }

    [TestCase("\"jwk\":{\"kty\":\"EC\"}")]
    [TestCase("\"jku\":\"https://evil.test/keys\"")]
    [TestCase("\"x5u\":\"https://evil.test/cert\"")]
    [TestCase("\"x5c\":[\"MIIB\"]")]
    [TestCase("\"crit\":[\"exp\"]")]
    [TestCase("\"crit\":[]")]
    [TestCase("\"b64\":false")]
    [TestCase("\"zip\":\"DEF\"")]
    [TestCase("\"enc\":\"A256GCM\"")]
    public void Validate_HeaderParameterThatSteers_IsRefused(string parameter) =>
        AssertRefused(_issuer.Sign(_issuer.Header()[..^1] + "," + parameter + "}", Claims), TokenFault.HeaderParameter);

    [TestCase("\"../../etc/passwd\"")]
    [TestCase("\"' OR 1=1 --\"")]
    [TestCase("\"key-1\\u0000\"")]
    [TestCase("\"KEY-1\"")]
    [TestCase("\"key-2\"")]
    [TestCase("\"\"")]
    [TestCase("1")]
    [TestCase("null")]
    public void Validate_KeyIdThatIsNone_IsRefused(string keyId) =>
        AssertRefused(_issuer.Sign($$"""{"alg":"ES256","typ":"JWT","kid":{{keyId}}}""", Claims));

    [Test]
    public void Validate_KeyIdAbsentOrEndless_IsRefused()
    {
        AssertRefused(_issuer.Sign("""{"alg":"ES256","typ":"JWT"}""", Claims), TokenFault.KeyId);
        AssertRefused(_issuer.Sign(_issuer.Header(keyId: new string('k', 10_000)), Claims));
    }

    [TestCase("""{"alg":"ES256","alg":"ES256","typ":"JWT","kid":"key-1"}""")]
    [TestCase("""{"alg":"ES256","typ":"JWT","kid":"key-1","\u0061lg":"none"}""")]
    [TestCase("""{"alg":"ES256","typ":"JWT","kid":"key-1","x":{"a":1,"a":2}}""")]
    [TestCase("""{"alg":"ES256","typ":"JWT","kid":"key-1"} """ + " {}")]
    [TestCase("""[{"alg":"ES256","typ":"JWT","kid":"key-1"}]""")]
    [TestCase("""{"alg":["ES256"],"typ":"JWT","kid":"key-1"}""")]
    [TestCase("""{"alg":"es256","typ":"JWT","kid":"key-1"}""")]
    [TestCase("""{"alg":"ES384","typ":"JWT","kid":"key-1"}""")]
    [TestCase("""{"alg":"RS256","typ":"JWT","kid":"key-1"}""")]
    [TestCase("""{"alg":"ES256","typ":"JWT","kid":"key-1",}""")]
    [TestCase("")]
    public void Validate_HeaderThatIsAmbiguous_IsRefused(string header) => AssertRefused(_issuer.Sign(header, Claims));

    [TestCase("sub", "\"admin\"")]
    [TestCase("\\u0073ub", "\"admin\"")]
    [TestCase("nested", "{\"a\":1,\"a\":2}")]
    [TestCase("nested", "[{\"a\":{\"b\":1,\"b\":1}}]")]
    public void Validate_ClaimTwice_IsRefused(string name, string value) => AssertRefused(_issuer.Sign(_issuer.Header(), With(name, value)), TokenFault.Claims);

    [TestCase("ID")]
    [TestCase("jwt+at")]
    [TestCase("deploy-grant+jwt")]
    [TestCase("dpop+jwt")]
    public void Validate_OtherType_IsRefused(string type) => AssertRefused(_issuer.Sign(_issuer.Header(type: type), Claims), TokenFault.TokenType);

    [TestCase("\"aud\":\"other\"")]
    [TestCase("\"aud\":\"Gatekeeper\"")]
    [TestCase("\"aud\":\"gatekeeper \"")]
    [TestCase("\"aud\":[]")]
    [TestCase("\"aud\":[\"gatekeeper\",\"other\"]")]
    [TestCase("\"aud\":[\"gatekeeper\",1]")]
    [TestCase("\"aud\":[[\"gatekeeper\"]]")]
    [TestCase("\"aud\":{\"gatekeeper\":true}")]
    [TestCase("\"aud\":null")]
    [TestCase("\"x\":1")]
    public void Validate_AudienceThatIsNotOurs_IsRefused(string audience) =>
        AssertRefused(_issuer.Sign(_issuer.Header(), Without("aud", audience)), TokenFault.Audience);

    [Test]
    public void Validate_AudiencesThatAreAllOurs_AreAccepted() =>
        AssertAccepted(_issuer.Sign(_issuer.Header(), Without("aud", "\"aud\":[\"gatekeeper\",\"second\"]")));

    [TestCase("\"https://ISSUER.test\"")]
    [TestCase("\"https://issuer.test/\"")]
    [TestCase("\"https://issuer.test:443\"")]
    [TestCase("\"https://user@issuer.test\"")]
    [TestCase("\"http://issuer.test\"")]
    [TestCase("\"https://issuer.test \"")]
    [TestCase("\"\"")]
    [TestCase("[\"https://issuer.test\"]")]
    public void Validate_IssuerInAnotherSpelling_IsRefused(string issuer) =>
        AssertRefused(_issuer.Sign(_issuer.Header(), Without("iss", $"\"iss\":{issuer}")), TokenFault.Issuer);

    [TestCase("\"someone\"", false)]
    [TestCase("1", false)]
    [TestCase("\"gatekeeper\"", true)]
    public void Validate_AuthorizedParty_MustBeKnown(string party, bool isAccepted)
    {
        var token = _issuer.Sign(_issuer.Header(), With("azp", party));
        if (isAccepted)
        {
            AssertAccepted(token);
        }
        else
        {
            AssertRefused(token, TokenFault.AuthorizedParty);
        }
    }

    // Whom the issuer's entry names takes the place of the audiences.
    [TestCase("deploy-cli", true)]
    [TestCase(TestIssuer.Audience, false)]
    public async Task Validate_AuthorizedPartiesNamed_AudiencesAreNoneOfThem(string party, bool isAccepted)
    {
        var (time, ring, validator) = Make(new() { Issuer = _issuer.Issuer, Audiences = [TestIssuer.Audience], AuthorizedParties = ["deploy-cli"] });
        using (ring)
        {
            var validation = validator.ValidateAsync(_issuer.Sign(_issuer.Header(), With("azp", $"\"{party}\"")), time.GetUtcNow(), isSuspect: false, CancellationToken.None);
            if (isAccepted)
            {
                await validation;
            }
            else
            {
                Assert.That((await Assert.ThrowsAsync<TokenException>(() => validation))!.Fault, Is.EqualTo(TokenFault.AuthorizedParty));
            }
        }
    }

    [TestCase(3)]
    [TestCase(3600)]
    public async Task Validate_Key_IsRememberedForNoLongerThanItServes(int seconds)
    {
        var options = new IdentityOptions();
        var (time, ring, validator) = Make(new() { Issuer = _issuer.Issuer, Audiences = [TestIssuer.Audience] });
        using (ring)
        {
            await ring.PollAsync(CancellationToken.None);
            time.Advance(options.KeysMaxAge - TimeSpan.FromSeconds(seconds));
            var validated = await validator.ValidateAsync(_issuer.Token(now: time.GetUtcNow()), time.GetUtcNow(), isSuspect: false, CancellationToken.None);

            Assert.That(validated.MaxAge, Is.EqualTo(TimeSpan.FromSeconds(Math.Min(seconds, options.TokenCacheAge.TotalSeconds))));
        }
    }

    [TestCase("\"x\":1")]
    [TestCase("\"exp\":\"1900000000\"")]
    [TestCase("\"exp\":1e300")]
    [TestCase("\"exp\":-1")]
    [TestCase("\"exp\":null")]
    [TestCase("\"exp\":9223372036854775807")]
    [TestCase("\"exp\":9223372036854775808")]
    [TestCase("\"exp\":[1900000000]")]
    public void Validate_ExpiryThatIsNoTime_IsRefused(string expiry) =>
        AssertRefused(_issuer.Sign(_issuer.Header(), Without("exp", expiry)), TokenFault.Times);

    [TestCase(-4, true)]
    [TestCase(-5, false)]
    [TestCase(-3600, false)]
    public void Validate_Expiry_CountsWithFiveSecondsOfSkew(int offset, bool isAccepted) =>
        AssertTime("exp", offset, isAccepted, TokenFault.Expired);

    [TestCase(60, true)]
    [TestCase(61, false)]
    public void Validate_NotBefore_CountsWithAMinuteOfSkew(int offset, bool isAccepted) =>
        AssertTime("nbf", offset, isAccepted, TokenFault.NotYetValid);

    [TestCase(60, true)]
    [TestCase(61, false)]
    [TestCase(31_536_000, false)]
    public void Validate_IssuedAhead_IsBounded(int offset, bool isAccepted) =>
        AssertTime("iat", offset, isAccepted, TokenFault.IssuedAhead);

    [Test]
    public void Validate_SignatureThatIsNone_IsRefused()
    {
        var input = TestIssuer.Encode(_issuer.Header()) + "." + TestIssuer.Encode(Claims);
        var der = _issuer.Key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        AssertRefused(input + "." + TestIssuer.Encode(new byte[64]), TokenFault.Signature);
        AssertRefused(input + "." + TestIssuer.Encode(der), TokenFault.Signature);
        AssertRefused(input + "." + TestIssuer.Encode(new byte[1]), TokenFault.Signature);
        AssertRefused(input + "." + TestIssuer.Encode([.. Enumerable.Repeat((byte)0xFF, 64)]), TokenFault.Signature);
    }

    [Test]
    public void Validate_SameKeyIdOfAnotherIssuer_IsRefused() =>
        AssertRefused(_other.Sign(_other.Header(), Claims), TokenFault.Signature);

    [Test]
    public void Validate_EncryptedToken_IsRefused() => AssertRefused("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA", TokenFault.Form);

    [TestCase("{0}=")]
    [TestCase("{0}==")]
    [TestCase(" {0}")]
    [TestCase("{0} ")]
    [TestCase("{0}\n")]
    [TestCase("{0}.")]
    [TestCase(".{0}")]
    [TestCase("{0}\0")]
    [TestCase("\"{0}\"")]
    public void Validate_TokenInAnotherSpelling_IsRefused(string format) =>
        AssertRefused(string.Format(format, _issuer.Token(now: Now)));

    [Test]
    public void Validate_EveryBitFlipped_IsRefused()
    {
        var token = _issuer.Token(now: Now);
        for (var bit = 0; bit < token.Length * 7; bit++)
        {
            var characters = token.ToCharArray();
            characters[bit / 7] ^= (char)(1 << (bit % 7));
            AssertRefused(new string(characters));
        }
    }

    [Test]
    public void Validate_PayloadThatIsNotText_IsRefused()
    {
        var input = TestIssuer.Encode(_issuer.Header()) + "." + TestIssuer.Encode([.. Encoding.UTF8.GetBytes(Claims[..^1]), .. ",\"x\":\""u8, 0xFF, .. "\"}"u8]);
        AssertRefused(input + "." + TestIssuer.Encode(_issuer.Key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256)));
        AssertRefused(_issuer.Sign(_issuer.Header(), With("x", "\"\\ud800\"")));
        AssertRefused(_issuer.Sign(_issuer.Header(), With("x", string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40)))));
    }

    private (Microsoft.Extensions.Time.Testing.FakeTimeProvider Time, IssuerKeyRing Ring, TokenValidator Validator) Make(IssuerOptions issuer)
    {
        var options = new IdentityOptions();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now);
        var ring = new IssuerKeyRing(issuer, new FixedKeySource(_issuer.Jwks), options, new TokenCache(options, time), time, NullLogger<IssuerKeyRing>.Instance);
        return (time, ring, new TokenValidator([ring], options));
    }

    private void AssertTime(string claim, int offset, bool isAccepted, TokenFault fault)
    {
        var token = _issuer.Sign(_issuer.Header(), Without(claim, $"\"{claim}\":{Seconds + offset}"));
        if (isAccepted)
        {
            AssertAccepted(token);
        }
        else
        {
            AssertRefused(token, fault);
        }
    }

    private void AssertAccepted(string token) => Assert.That(async () => await _validator.ValidateAsync(token, Now, isSuspect: false, CancellationToken.None), Throws.Nothing);

    private void AssertRefused(string token, TokenFault? fault = null)
    {
        try
        {
            _validator.ValidateAsync(token, Now, isSuspect: false, CancellationToken.None).GetAwaiter().GetResult();
            Assert.Fail($"Accepted: {token}");
        }
        catch (TokenException e)
        {
            Assert.That(fault ?? e.Fault, Is.EqualTo(e.Fault), token);
        }
    }

    private sealed class FixedKeySource(string json) : IKeySource
    {
        public TimeSpan PollInterval => TimeSpan.FromHours(1);

        public Task<string> FetchAsync(CancellationToken cancellationToken) => Task.FromResult(json);
    }
}
