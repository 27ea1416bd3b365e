using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gatekeeper.Tests.Support;

/// <summary>An issuer that signs whatever a test asks for.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Audience = "gatekeeper";

    public TestIssuer(string issuer = "https://issuer.test", string keyId = "key-1")
    {
        Issuer = issuer;
        KeyId = keyId;
    }

    public string Issuer { get; }

    public string KeyId { get; }

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RSA RsaKey { get; } = RSA.Create(2048);

    public string RsaKeyId => KeyId + "-rsa";

    public string Jwks
    {
        get
        {
            var ec = Key.ExportParameters(false);
            var rsa = RsaKey.ExportParameters(false);
            return $$"""
                {"keys":[
                  {"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{{KeyId}}","x":"{{Encode(ec.Q.X!)}}","y":"{{Encode(ec.Q.Y!)}}"},
                  {"kty":"RSA","use":"sig","kid":"{{RsaKeyId}}","n":"{{Encode(rsa.Modulus!)}}","e":"{{Encode(rsa.Exponent!)}}"}]}
                """;
        }
    }

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static string Encode(string json) => Encode(Encoding.UTF8.GetBytes(json));

    /// <summary>A valid token of <paramref name="subject"/>.</summary>
    public string Token(string subject = "shop-ci", TimeSpan? lifetime = null, DateTimeOffset? now = null) => Sign(Header(), Claims(subject, lifetime, now));

    public string Header(string algorithm = "ES256", string? type = "JWT", string? keyId = null) => type is null
        ? $$"""{"alg":"{{algorithm}}","kid":"{{keyId ?? KeyId}}"}"""
        : $$"""{"alg":"{{algorithm}}","typ":"{{type}}","kid":"{{keyId ?? KeyId}}"}""";

    public string Claims(string subject = "shop-ci", TimeSpan? lifetime = null, DateTimeOffset? now = null)
    {
        var issued = (now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
        return JsonSerializer.Serialize(new
        {
            iss = Issuer,
            aud = Audience,
            sub = subject,
            iat = issued,
            exp = issued + (long)(lifetime ?? TimeSpan.FromMinutes(10)).TotalSeconds,
            groups = new[] { "ci" },
        });
    }

    /// <summary>Signs any header and payload with ES256.</summary>
    public string Sign(string header, string payload)
    {
        var input = Encode(header) + "." + Encode(payload);
        return input + "." + Encode(Key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256));
    }

    /// <summary>Signs any header and payload with RS256.</summary>
    public string SignRsa(string header, string payload)
    {
        var input = Encode(header) + "." + Encode(payload);
        return input + "." + Encode(RsaKey.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public void Dispose()
    {
        Key.Dispose();
        RsaKey.Dispose();
    }
}
