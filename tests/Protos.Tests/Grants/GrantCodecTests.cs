using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gateway.Contract.Grants;

namespace Protos.Tests.Grants;

[TestFixture]
public sealed class GrantCodecTests
{
    private readonly HmacGrantSigner _signer = new("session-1", new byte[32]);

    private static GrantClaims Claims => new()
    {
        Issuer = "gatekeeper.local/audit",
        Audience = "deployer",
        IssuedAt = 1_800_000_000,
        ExpiresAt = 1_800_000_015,
        Id = "0198f0a0",
        Client = "shop-ci",
        Action = "deploy",
        Application = "shop",
        Environment = "test",
        RequestHash = new string('a', 64),
        DecisionId = "0198f0a0-0000-7000-8000-000000000000",
        PolicyRevision = "sha256:abc",
        PolicyActivatedAt = 1_700_000_000,
        ObligationsJson = """{"approvals":{"count":1,"groups":["release"]}}""",
        CallerJson = """{"kind":"code","issuer":"https://ci.example","subject":"repo:shop","authenticated_by":"jwt"}""",
    };

    [Test]
    public void TryDecode_OwnGrant_GivesTheSameClaims()
    {
        var text = GrantCodec.Encode(Claims, _signer);
        Assert.That(GrantCodec.TryDecode(text, out var grant, out var error), Is.True, error.ToString());
        Assert.That(grant!.Claims, Is.EqualTo(Claims));
        Assert.That(grant.KeyId, Is.EqualTo("session-1"));
        Assert.That(grant.Algorithm, Is.EqualTo(GrantAlgorithm.Hs256));
        Assert.That(grant.Signature.ToArray(), Is.EqualTo(HMACSHA256.HashData(new byte[32], grant.SigningInput.Span)));
    }

    [Test]
    public void TryDecode_GrantWithACallerDocument_NamesIt()
    {
        var claims = Claims with { CallerDocumentHash = new string('b', 64) };
        Assert.That(GrantCodec.TryDecode(GrantCodec.Encode(claims, _signer), out var grant, out _), Is.True);
        Assert.That(grant!.Claims, Is.EqualTo(claims));
        Assert.That(GrantCodec.TryDecode(GrantCodec.Encode(Claims with { CallerDocumentHash = new string('B', 64) }, _signer), out _, out _), Is.False);
        Assert.That(GrantCodec.TryDecode(GrantCodec.Encode(Claims with { CallerDocumentHash = "" }, _signer), out _, out _), Is.False);
    }

    [Test]
    public void TryDecode_SignedWithEcdsa_VerifiesWithThePublicKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = GrantCodec.Encode(Claims, new EcdsaGrantSigner(key));
        Assert.That(GrantCodec.TryDecode(text, out var grant, out _), Is.True);
        Assert.That(grant!.KeyId, Is.EqualTo(JwkThumbprint.Compute(key)));
        Assert.That(key.VerifyData(grant.SigningInput.Span, grant.Signature.Span, HashAlgorithmName.SHA256), Is.True);
    }

    [Test]
    public void Encode_CallerControlledText_SurvivesAndIsAscii()
    {
        var claims = Claims with { Client = "a\"\\\n\u2028\u202e\0é😀" };
        var text = GrantCodec.Encode(claims, _signer);
        Assert.That(GrantCodec.TryDecode(text, out var grant, out _), Is.True);
        Assert.That(grant!.Claims.Client, Is.EqualTo(claims.Client));
        Assert.That(Payload(text), Does.Not.Match("[^ -~]"));
    }

    [Test]
    public void Encode_TooLong_Throws()
    {
        Assert.That(() => GrantCodec.Encode(Claims with { CallerJson = $"{{\"subject\":\"{new string('x', 12_000)}\"}}" }, _signer), Throws.ArgumentException);
    }

    [Test]
    public void TryDecode_AnyCharacterReplacedByOneOutsideTheAlphabet_IsRefused()
    {
        var text = GrantCodec.Encode(Claims, _signer);
        foreach (var wrong in "=+/ \n\0é,")
        {
            for (var i = 0; i < text.Length; i += 7)
            {
                Assert.That(GrantCodec.TryDecode(text.Remove(i, 1).Insert(i, wrong.ToString()), out _, out _), Is.False, $"'{wrong}' at {i}");
            }
        }
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a.b.c")]
    [TestCase("eyJ9.e30.AAAA")]
    public void TryDecode_NoGrant_IsRefused(string text)
    {
        Assert.That(GrantCodec.TryDecode(text, out _, out _), Is.False);
    }

    [Test]
    public void TryDecode_PaddedSplitOrExtended_IsRefused()
    {
        var text = GrantCodec.Encode(Claims, _signer);
        var parts = text.Split('.');
        string[] wrong = [text + "=", text + ".", "." + text, text + ".AAAA", $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", text + text, new string('a', 20_000)];
        Assert.That(wrong.Where(w => GrantCodec.TryDecode(w, out _, out _)), Is.Empty);
    }

    [Test]
    public void TryDecode_StrayBitsInTheLastCharacter_IsRefused()
    {
        var text = GrantCodec.Encode(Claims, _signer);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        // 32 bytes take 43 characters, of whose last two bits nothing is used: 3 of 4 spellings are not ours.
        var next = Alphabet[Alphabet.IndexOf(text[^1], StringComparison.Ordinal) + 1];
        Assert.That(GrantCodec.TryDecode(text[..^1] + next, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(GrantDecodeError.Encoding));
    }

    [TestCase("""{"alg":"none","typ":"deploy-grant+jwt","kid":"session-1"}""")]
    [TestCase("""{"alg":"hs256","typ":"deploy-grant+jwt","kid":"session-1"}""")]
    [TestCase("""{"alg":"HS512","typ":"deploy-grant+jwt","kid":"session-1"}""")]
    [TestCase("""{"alg":"HS256","typ":"JWT","kid":"session-1"}""")]
    [TestCase("""{"alg":"HS256","typ":"deploy-grant+jwt"}""")]
    [TestCase("""{"alg":"HS256","kid":"session-1"}""")]
    [TestCase("""{"typ":"deploy-grant+jwt","kid":"session-1"}""")]
    [TestCase("""{"alg":"HS256","alg":"HS256","typ":"deploy-grant+jwt","kid":"session-1"}""")]
    [TestCase("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":"session-1","crit":["b64"]}""")]
    [TestCase("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":"session-1","jwk":{}}""")]
    [TestCase("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":"../key"}""")]
    [TestCase("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":""}""")]
    [TestCase("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":7}""")]
    [TestCase("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":"session-1"} """ + "x")]
    [TestCase("""["HS256"]""")]
    [TestCase("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":"session-1" """)]
    public void TryDecode_OtherHeader_IsRefused(string header)
    {
        var text = Compact(header, Payload(GrantCodec.Encode(Claims, _signer)), 32);
        Assert.That(GrantCodec.TryDecode(text, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(GrantDecodeError.Header));
    }

    [TestCase("\"iat\":1800000000", "\"iat\":\"1800000000\"")]
    [TestCase("\"iat\":1800000000", "\"iat\":1.8e9")]
    [TestCase("\"iat\":1800000000", "\"iat\":-1")]
    [TestCase("\"iat\":1800000000", "\"iat\":1e300")]
    [TestCase("\"iat\":1800000000", "\"iat\":1800000000,\"iat\":1800000000")]
    [TestCase("\"iat\":1800000000", "\"nbf\":1800000000")]
    [TestCase("\"iss\":", "\"x\":1,\"iss\":")]
    [TestCase("\"iss\":", "\"\\u0069ss\":")]
    [TestCase("\"aud\":\"deployer\"", "\"aud\":[\"deployer\"]")]
    [TestCase("\"aud\":\"deployer\"", "\"aud\":null")]
    [TestCase("\"aud\":\"deployer\"", "\"aud\":\"\"")]
    [TestCase("\"app\":\"shop\"", "\"app\":\"\\ud800\"")]
    [TestCase("\"count\":1", "\"count\":1,\"count\":1")]
    [TestCase("\"kind\":\"code\"", "\"kind\":\"code\",\"kind\":\"person\"")]
    [TestCase("\"obl\":{", "\"obl\":[],\"x\":{")]
    [TestCase("aaaaaaaaaa", "AAAAAAAAAA")]
    [TestCase("aaaaaaaaaa", "")]
    [TestCase("{\"iss\"", "{,\"iss\"")]
    public void TryDecode_OtherPayload_IsRefused(string from, string to)
    {
        var payload = Payload(GrantCodec.Encode(Claims, _signer));
        Assert.That(payload, Does.Contain(from));
        var text = Compact("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":"session-1"}""", payload.Replace(from, to, StringComparison.Ordinal), 32);
        Assert.That(GrantCodec.TryDecode(text, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(GrantDecodeError.Claims));
    }

    [TestCase("HS256", 64)]
    [TestCase("HS256", 31)]
    [TestCase("ES256", 32)]
    [TestCase("ES256", 70)]
    public void TryDecode_SignatureOfAnotherLength_IsRefused(string algorithm, int length)
    {
        var header = $$"""{"alg":"{{algorithm}}","typ":"deploy-grant+jwt","kid":"session-1"}""";
        Assert.That(GrantCodec.TryDecode(Compact(header, Payload(GrantCodec.Encode(Claims, _signer)), length), out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(GrantDecodeError.Signature));
    }

    [Test]
    public void TryDecode_PayloadThatIsNotUtf8_IsRefused()
    {
        var payload = Encoding.ASCII.GetBytes(Payload(GrantCodec.Encode(Claims, _signer)));
        payload[Array.IndexOf(payload, (byte)'h')] = 0xFF;
        var text = $"{Encode("""{"alg":"HS256","typ":"deploy-grant+jwt","kid":"session-1"}"""u8)}.{Encode(payload)}.{Encode(new byte[32])}";
        Assert.That(GrantCodec.TryDecode(text, out _, out _), Is.False);
    }

    [Test]
    public void TryDecode_DeepNesting_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);
        var text = GrantCodec.Encode(Claims with { ObligationsJson = deep }, _signer);
        Assert.That(GrantCodec.TryDecode(text, out _, out _), Is.False);
    }

    private static string Payload(string grant) => Encoding.ASCII.GetString(Base64Url.DecodeFromChars(grant.Split('.')[1]));

    private static string Compact(string header, string payload, int signatureLength) =>
        $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}.{Encode(new byte[signatureLength])}";

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
