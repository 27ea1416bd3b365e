using System.Formats.Asn1;
using System.Security.Cryptography;
using NSec.Cryptography;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>Private keys: read from PEM, written as Go writes them, or as JSON Web Keys.</summary>
internal static class PrivateKeyJson
{
    private const string Ed25519Oid = "1.3.101.112";

    /// <summary>The keys of a text, PEM or PEM in Base64; others blocks are left out.</summary>
    /// <exception cref="CryptographicException">A key is wrong.</exception>
    internal static List<object> Read(string text)
    {
        if (!text.StartsWith(PemText.Begin, StringComparison.Ordinal) && Base64Text.TryDecode(text) is { } decoded)
        {
            text = GoText.FromBytes(decoded);
        }

        return [.. PemText.Blocks(text).Select(block => Read(block.Label, block.Bytes)).OfType<object>()];
    }

    private static object? Read(string label, byte[] bytes)
    {
        switch (label)
        {
            case "RSA PRIVATE KEY":
                using (var rsa = RSA.Create())
                {
                    rsa.ImportRSAPrivateKey(bytes, out _);
                    return rsa.ExportParameters(true);
                }

            case "EC PRIVATE KEY":
                using (var ec = ECDsa.Create())
                {
                    ec.ImportECPrivateKey(bytes, out _);
                    return ec.ExportParameters(true);
                }

            case "PRIVATE KEY": return ReadPkcs8(bytes);
            default: return null;
        }
    }

    private static object ReadPkcs8(byte[] bytes)
    {
        try
        {
            var info = new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence();
            info.ReadInteger();
            var algorithm = info.ReadSequence().ReadObjectIdentifier();
            if (algorithm == Ed25519Oid)
            {
                return new AsnReader(info.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString();
            }

            using var rsa = algorithm == "1.2.840.113549.1.1.1" ? RSA.Create() : null;
            if (rsa is not null)
            {
                rsa.ImportPkcs8PrivateKey(bytes, out _);
                return rsa.ExportParameters(true);
            }

            using var ec = ECDsa.Create();
            ec.ImportPkcs8PrivateKey(bytes, out _);
            return ec.ExportParameters(true);
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException(e.Message, e);
        }
    }

    /// <summary>The key as Go writes it.</summary>
    internal static RegoValue ToGo(object key) => key switch
    {
        RSAParameters rsa => RegoObject.From(
            ("N", JsonParts.Unsigned(rsa.Modulus)),
            ("E", JsonParts.Unsigned(rsa.Exponent)),
            ("D", JsonParts.Unsigned(rsa.D)),
            ("Primes", RegoArray.From(JsonParts.Unsigned(rsa.P), JsonParts.Unsigned(rsa.Q))),
            ("Precomputed", RegoObject.From(
                ("Dp", JsonParts.Unsigned(rsa.DP)), ("Dq", JsonParts.Unsigned(rsa.DQ)), ("Qinv", JsonParts.Unsigned(rsa.InverseQ)), ("CRTValues", RegoArray.Empty)))),
        ECParameters ec => RegoObject.From(
            ("Curve", RegoObject.Empty), ("X", JsonParts.Unsigned(ec.Q.X)), ("Y", JsonParts.Unsigned(ec.Q.Y)), ("D", JsonParts.Unsigned(ec.D))),
        _ => JsonParts.Base64((byte[])[.. (byte[])key, .. Ed25519Public((byte[])key)]),
    };

    /// <summary>The key as a JSON Web Key (RFC 7517).</summary>
    internal static RegoObject ToJwk(object key) => key switch
    {
        RSAParameters rsa => RegoObject.From(
            ("kty", RegoString.From("RSA")), ("n", Url(rsa.Modulus)), ("e", Url(rsa.Exponent)), ("d", Url(rsa.D)), ("p", Url(rsa.P)), ("q", Url(rsa.Q)),
            ("dp", Url(rsa.DP)), ("dq", Url(rsa.DQ)), ("qi", Url(rsa.InverseQ))),
        ECParameters ec => RegoObject.From(
            ("kty", RegoString.From("EC")), ("crv", RegoString.From(CurveOf(ec))), ("x", Url(ec.Q.X)), ("y", Url(ec.Q.Y)), ("d", Url(ec.D))),
        _ => RegoObject.From(
            ("kty", RegoString.From("OKP")), ("crv", RegoString.From("Ed25519")), ("x", Url(Ed25519Public((byte[])key))), ("d", Url((byte[])key))),
    };

    private static string CurveOf(ECParameters ec) => ec.Q.X!.Length switch { 32 => "P-256", 48 => "P-384", _ => "P-521" };

    private static RegoString Url(byte[]? bytes) => RegoString.From(Base64Text.ToUrl(Convert.ToBase64String(bytes!)).TrimEnd('='));

    private static byte[] Ed25519Public(byte[] seed)
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }
}
