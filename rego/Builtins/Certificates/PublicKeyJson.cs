using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>Public keys and algorithms as Go numbers and writes them.</summary>
internal static class PublicKeyJson
{
    private static readonly Dictionary<string, int> KeyAlgorithms = new()
    {
        ["1.2.840.113549.1.1.1"] = 1,
        ["1.2.840.10040.4.1"] = 2,
        ["1.2.840.10045.2.1"] = 3,
        ["1.3.101.112"] = 4,
    };

    private static readonly Dictionary<string, int> SignatureAlgorithms = new()
    {
        ["1.2.840.113549.1.1.2"] = 1,
        ["1.2.840.113549.1.1.4"] = 2,
        ["1.2.840.113549.1.1.5"] = 3,
        ["1.2.840.113549.1.1.11"] = 4,
        ["1.2.840.113549.1.1.12"] = 5,
        ["1.2.840.113549.1.1.13"] = 6,
        ["1.2.840.10040.4.3"] = 7,
        ["2.16.840.1.101.3.4.3.2"] = 8,
        ["1.2.840.10045.4.1"] = 9,
        ["1.2.840.10045.4.3.2"] = 10,
        ["1.2.840.10045.4.3.3"] = 11,
        ["1.2.840.10045.4.3.4"] = 12,
        ["1.3.101.112"] = 16,
    };

    internal static RegoNumber KeyAlgorithm(string oid) => RegoNumber.From(KeyAlgorithms.GetValueOrDefault(oid));

    /// <summary>The number of a signature's algorithm; of RSA-PSS the digest in its parameters tells which.</summary>
    internal static RegoNumber SignatureAlgorithm(ReadOnlyMemory<byte> identifier)
    {
        var sequence = new AsnReader(identifier, AsnEncodingRules.DER).ReadSequence();
        var oid = sequence.ReadObjectIdentifier();
        if (oid != "1.2.840.113549.1.1.10" || !sequence.HasData)
        {
            return RegoNumber.From(SignatureAlgorithms.GetValueOrDefault(oid));
        }

        var parameters = Convert.ToHexStringLower(sequence.ReadEncodedValue().Span);
        return RegoNumber.From(
            parameters.Contains("608648016503040201", StringComparison.Ordinal) ? 13
            : parameters.Contains("608648016503040202", StringComparison.Ordinal) ? 14
            : parameters.Contains("608648016503040203", StringComparison.Ordinal) ? 15
            : 0);
    }

    internal static RegoValue Of(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        if (rsa is not null)
        {
            var parameters = rsa.ExportParameters(false);
            return RegoObject.From(("N", JsonParts.Unsigned(parameters.Modulus)), ("E", JsonParts.Unsigned(parameters.Exponent)));
        }

        using var ec = key.GetECDsaPublicKey();
        return ec is not null ? Of(ec.ExportParameters(false).Q)
            : KeyAlgorithms.GetValueOrDefault(key.Oid.Value ?? string.Empty) == 4 ? JsonParts.Base64(key.EncodedKeyValue.RawData)
            : RegoNull.Instance;
    }

    private static RegoObject Of(ECPoint point) =>
        RegoObject.From(("Curve", RegoObject.Empty), ("X", JsonParts.Unsigned(point.X)), ("Y", JsonParts.Unsigned(point.Y)));
}
