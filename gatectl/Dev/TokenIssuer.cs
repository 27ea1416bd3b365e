using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>Signs tokens (JWT, ES256) with one issuer's key, and publishes that key as a JSON Web Key Set (RFC 7517).</summary>
internal sealed class TokenIssuer : IDisposable
{
    private readonly ECDsa _key;
    private readonly DemoIssuer _issuer;
    private readonly TimeProvider _time;
    private readonly string _keyId;

    private TokenIssuer(ECDsa key, DemoIssuer issuer, TimeProvider time)
    {
        _key = key;
        _issuer = issuer;
        _time = time;
        _keyId = Thumbprint();
    }

    /// <summary>Opens an issuer in the state, with a new key where it has none.</summary>
    public static TokenIssuer Open(DevPaths paths, DemoIssuer issuer, TimeProvider time)
    {
        var key = SigningKeys.Ensure(paths.IssuerKey(issuer.Name));
        var opened = new TokenIssuer(key, issuer, time);
        StateFiles.Write(paths.IssuerJwks(issuer.Name), opened.KeySet().ToJsonString() + "\n");
        return opened;
    }

    public string Sign(string subject, TimeSpan lifetime, string audience = DemoIssuer.Audience, JsonObject? claims = null)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["iss"] = _issuer.Url,
            ["sub"] = subject,
            ["aud"] = audience,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)lifetime.TotalSeconds,
            ["jti"] = Guid.CreateVersion7(_time.GetUtcNow()).ToString(),
        };
        foreach (var (name, value) in claims ?? [])
        {
            payload[name] = value?.DeepClone();
        }

        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = _keyId };
        var signed = $"{Encode(header)}.{Encode(payload)}";
        var signature = _key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _key.Dispose();

    private JsonObject KeySet()
    {
        var jwk = PublicKey();
        jwk["kid"] = _keyId;
        jwk["use"] = "sig";
        jwk["alg"] = "ES256";
        return new JsonObject { ["keys"] = new JsonArray(jwk) };
    }

    /// <summary>The members of the key that its thumbprint is computed over, in the order of RFC 7638.</summary>
    private JsonObject PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["crv"] = "P-256",
            ["kty"] = "EC",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }

    private string Thumbprint() => Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(PublicKey())));

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part, Relaxed));

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
