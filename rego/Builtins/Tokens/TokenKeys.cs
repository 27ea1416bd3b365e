using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Rego.Values;

namespace Rego.Builtins.Tokens;

/// <summary>Reads keys: a certificate or public key in PEM, or a JSON Web Key or a set of them (RFC 7517).</summary>
internal static class TokenKeys
{
    private const string Ed25519Oid = "1.3.101.112";

    /// <exception cref="TokenException">The text is no key.</exception>
    internal static IReadOnlyList<TokenKey> Parse(string text)
    {
        if (!text.Contains("-----BEGIN ", StringComparison.Ordinal))
        {
            return ParseJson(GoText.ToBytes(text));
        }

        if (!PemEncoding.TryFind(text, out var fields))
        {
            return ParseJson(GoText.ToBytes(text));
        }

        // What is left may be the end of the block's last line, no more.
        var rest = text.AsSpan(fields.Location.End.GetOffset(text.Length));
        rest = rest.StartsWith("\r\n") ? rest[2..] : rest.StartsWith('\n') ? rest[1..] : rest;
        return rest.IsEmpty
            ? [FromPem(text[fields.Label], Convert.FromBase64String(text[fields.Base64Data]))]
            : throw new TokenException("extra data after a PEM certificate block");
    }

    /// <summary>The keys of a JSON text; those of an algorithm that is not supported are left out.</summary>
    /// <exception cref="TokenException">The text is no key, or one of the keys is wrong.</exception>
    internal static IReadOnlyList<TokenKey> ParseJson(ReadOnlySpan<byte> utf8)
    {
        RegoValue value;
        try
        {
            value = RegoJson.Parse(utf8, JsonFunctions.Limits);
        }
        catch (JsonException e)
        {
            throw new TokenException("failed to parse a JWK key (set): " + e.Message);
        }

        if (value is not RegoObject members)
        {
            throw new TokenException("failed to parse a JWK key (set): not an object");
        }

        var keys = members.TryGetValue("keys", out var list)
            ? list as RegoArray ?? throw new TokenException("failed to parse a JWK key (set): keys is not an array")
            : RegoArray.From(members);
        return [.. keys.Select(FromJson).Where(key => key.Algorithm.Length == 0 || TokenAlgorithm.Find(key.Algorithm) is not null)];
    }

    private static TokenKey FromPem(string label, byte[] bytes)
    {
        try
        {
            switch (label)
            {
                case "CERTIFICATE":
                    using (var certificate = X509CertificateLoader.LoadCertificate(bytes))
                    {
                        return FromPublicKey(certificate.PublicKey);
                    }

                case "PUBLIC KEY":
                    return FromPublicKey(PublicKey.CreateFromSubjectPublicKeyInfo(bytes, out _));
                default:
                    throw new TokenException("failed to extract a Key from the PEM certificate");
            }
        }
        catch (CryptographicException e)
        {
            throw new TokenException($"failed to parse a PEM {(label == "CERTIFICATE" ? "certificate" : "public key")}: {e.Message}");
        }
    }

    private static TokenKey FromPublicKey(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        if (rsa is not null)
        {
            return new TokenKey { Rsa = rsa.ExportParameters(false) };
        }

        using var ec = key.GetECDsaPublicKey();
        return ec is not null ? new TokenKey { Ec = ec.ExportParameters(false) }
            : key.Oid.Value == Ed25519Oid ? new TokenKey { Ed25519 = key.EncodedKeyValue.RawData }
            : throw new TokenException("failed to parse a PEM key: unknown algorithm");
    }

    private static TokenKey FromJson(RegoValue value)
    {
        if (value is not RegoObject jwk)
        {
            throw new TokenException("failed to parse a JWK key (set): a key is not an object");
        }

        var key = TextOf(jwk, "kty") switch
        {
            "RSA" => new TokenKey { Rsa = RsaOf(jwk) },
            "EC" => new TokenKey { Ec = EcOf(jwk) },
            "oct" => new TokenKey { Secret = Required(jwk, "k") },
            "OKP" when TextOf(jwk, "crv") == "Ed25519" => new TokenKey { Ed25519 = Required(jwk, "x"), Ed25519Private = BytesOf(jwk, "d") },
            var type => throw new TokenException($"failed to parse a JWK key (set): unknown key type {type}"),
        };
        return key with { Algorithm = TextOf(jwk, "alg"), KeyId = TextOf(jwk, "kid") };
    }

    private static RSAParameters RsaOf(RegoObject jwk)
    {
        var modulus = Required(jwk, "n");
        var half = (modulus.Length + 1) / 2;
        var parameters = new RSAParameters { Modulus = modulus, Exponent = Required(jwk, "e") };
        if (BytesOf(jwk, "d") is { } d && BytesOf(jwk, "p") is { } p && BytesOf(jwk, "q") is { } q
            && BytesOf(jwk, "dp") is { } dp && BytesOf(jwk, "dq") is { } dq && BytesOf(jwk, "qi") is { } qi)
        {
            parameters.D = Padded(d, modulus.Length);
            parameters.P = Padded(p, half);
            parameters.Q = Padded(q, half);
            parameters.DP = Padded(dp, half);
            parameters.DQ = Padded(dq, half);
            parameters.InverseQ = Padded(qi, half);
        }

        return parameters;
    }

    private static ECParameters EcOf(RegoObject jwk)
    {
        var (curve, size) = TextOf(jwk, "crv") switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66),
            var name => throw new TokenException($"failed to parse a JWK key (set): unknown curve {name}"),
        };
        return new ECParameters
        {
            Curve = curve,
            Q = new ECPoint { X = Padded(Required(jwk, "x"), size), Y = Padded(Required(jwk, "y"), size) },
            D = BytesOf(jwk, "d") is { } d ? Padded(d, size) : null,
        };
    }

    private static byte[] Padded(byte[] number, int size) => number.Length >= size ? number : [.. new byte[size - number.Length], .. number];

    private static string TextOf(RegoObject jwk, string name) => (jwk[name] as RegoString)?.Value ?? string.Empty;

    private static byte[] Required(RegoObject jwk, string name) =>
        BytesOf(jwk, name) is { Length: > 0 } bytes ? bytes : throw new TokenException($"failed to parse a JWK key (set): {name} is missing");

    private static byte[]? BytesOf(RegoObject jwk, string name) =>
        !jwk.TryGetValue(name, out var value) ? null
        : value is RegoString text && Base64Text.TryDecodeUrl(text.Value) is { } bytes ? bytes
        : throw new TokenException($"failed to parse a JWK key (set): {name} is not Base64");
}
