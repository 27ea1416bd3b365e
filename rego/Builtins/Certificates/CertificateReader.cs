using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>Reads certificates: PEM, DER in Base64, or PEM in Base64; one after the other.</summary>
internal static class CertificateReader
{
    /// <exception cref="CryptographicException">A certificate is wrong, or there is none.</exception>
    internal static List<X509Certificate2> Read(string text)
    {
        if (!text.StartsWith(PemText.Begin, StringComparison.Ordinal))
        {
            var bytes = Base64Text.TryDecode(text) ?? throw new CryptographicException(Base64Text.ProblemOf(text));
            if (!bytes.AsSpan().StartsWith("-----BEGIN"u8))
            {
                return ReadDer(bytes);
            }

            text = GoText.FromBytes(bytes);
        }

        return [.. PemText.Blocks(text).Where(block => block.Label == "CERTIFICATE").Select(block => X509CertificateLoader.LoadCertificate(block.Bytes))];
    }

    private static List<X509Certificate2> ReadDer(byte[] bytes)
    {
        var certificates = new List<X509Certificate2>();
        try
        {
            var reader = new System.Formats.Asn1.AsnReader(bytes, System.Formats.Asn1.AsnEncodingRules.BER);
            while (reader.HasData)
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(reader.ReadEncodedValue().Span));
            }
        }
        catch (System.Formats.Asn1.AsnContentException e)
        {
            throw new CryptographicException("malformed certificate: " + e.Message, e);
        }

        return certificates;
    }
}
