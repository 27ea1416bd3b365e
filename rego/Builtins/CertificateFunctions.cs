using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rego.Builtins.Certificates;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>X.509 certificates and private keys.</summary>
internal static class CertificateFunctions
{
    private static readonly RegoType Verified = TupleOf(BoolT, ArrayOf(StringObject));

    internal static IEnumerable<Builtin> All =>
    [
        new("crypto.x509.parse_certificates", StringT, ArrayOf(StringObject), Operands.Of<RegoString>((c, a) => Guarded(c, a, () => ToJson(CertificateReader.Read(a.Value), true)))),
        new("crypto.x509.parse_and_verify_certificates", StringT, Verified, Operands.Of<RegoString>((c, a) => ParseAndVerify(c, a, DefaultOptions(c), true))) { IsPure = false },
        new("crypto.x509.parse_and_verify_certificates_with_options", StringT, StringObject, Verified, Operands.Of<RegoString, RegoObject>(ParseAndVerifyWithOptions)) { IsPure = false },
        new("crypto.x509.parse_certificate_request", StringT, StringObject, Operands.Of<RegoString>((c, a) => Guarded(c, a, () => ParseRequest(a.Value)))),
        new("crypto.x509.parse_keypair", StringT, StringT, StringObject, ParseKeyPair),
        new("crypto.x509.parse_rsa_private_key", StringT, StringObject, Operands.Of<RegoString>((c, a) => Guarded(c, a, () => ParseJwk(c, a.Value)))),
        new("crypto.parse_private_keys", StringT, ArrayOf(StringObject), Operands.Of<RegoString>((c, a) => Guarded(c, a, () => ParseKeys(a.Value)))),
    ];

    private static RegoValue Guarded(BuiltinContext context, RegoString text, Func<RegoValue> function)
    {
        context.Charge(1024 + (text.Value.Length * 4L), 32L * text.Value.Length);
        try
        {
            return function();
        }
        catch (AsnContentException e)
        {
            return context.Fail("asn1: structure error: " + e.Message);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return context.Fail("x509: " + e.Message);
        }
    }

    private static RegoArray ToJson(List<X509Certificate2> certificates, bool withUriStrings)
    {
        try
        {
            return RegoArray.From(certificates.Select(certificate => (RegoValue)CertificateJson.Of(certificate, withUriStrings)));
        }
        finally
        {
            certificates.ForEach(certificate => certificate.Dispose());
        }
    }

    private static ChainOptions DefaultOptions(BuiltinContext context) =>
        new(DateTimeOffset.UnixEpoch.AddTicks(context.NowNanoseconds / 100), null, [ChainVerifier.UsageOf("KeyUsageServerAuth")!]);

    private static RegoValue ParseAndVerify(BuiltinContext context, RegoString text, ChainOptions options, bool withUriStrings)
    {
        context.Charge(4096 + (text.Value.Length * 4L), 64L * text.Value.Length);
        try
        {
            var certificates = CertificateReader.Read(text.Value);
            var chain = ChainVerifier.Verify(certificates, options);
            certificates.ForEach(certificate => certificate.Dispose());
            return chain is null ? Refused() : RegoArray.From(RegoBoolean.True, ToJson(chain, withUriStrings));
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException)
        {
            return Refused();
        }
    }

    private static RegoArray Refused() => RegoArray.From(RegoBoolean.False, RegoArray.Empty);

    private static RegoValue ParseAndVerifyWithOptions(BuiltinContext context, RegoString text, RegoObject members)
    {
        var options = DefaultOptions(context);
        foreach (var (key, value) in members)
        {
            switch ((key as RegoString)?.Value, value)
            {
                case ("DNSName", RegoString name): options = options with { DnsName = name.Value.Trim('"') }; break;
                case ("CurrentTime", RegoNumber { IsInt64: true } time): options = options with { Time = DateTimeOffset.UnixEpoch.AddTicks(time.Integer / 100) }; break;
                case ("MaxConstraintComparisons", RegoNumber { IsInt64: true }): break;
                case ("KeyUsages", RegoArray or RegoSet) when UsagesOf(value) is { } usages: options = options with { Usages = usages }; break;
                case (null, _): break;
                case ("DNSName" or "CurrentTime" or "MaxConstraintComparisons" or "KeyUsages", _): return context.Fail($"invalid value for {key}");
                default: return context.Fail("invalid key option");
            }
        }

        return ParseAndVerify(context, text, options, false);
    }

    private static List<string>? UsagesOf(RegoValue value)
    {
        Operands.TryItems(value, out var items);
        var usages = new List<string>();
        foreach (var item in items)
        {
            if (item is not RegoString name)
            {
                continue;
            }

            if (ChainVerifier.UsageOf(name.Value.Trim('"')) is not { } usage)
            {
                return null;
            }

            usages.Add(usage);
        }

        return usages.Count > 0 ? usages : [ChainVerifier.UsageOf("KeyUsageServerAuth")!];
    }

    private static RegoObject ParseRequest(string text)
    {
        if (!text.StartsWith(PemText.Begin, StringComparison.Ordinal))
        {
            var decoded = Base64Text.TryDecode(text) ?? throw new CryptographicException(Base64Text.ProblemOf(text));
            if (!decoded.AsSpan().StartsWith("-----BEGIN"u8))
            {
                return CertificateRequestJson.Of(decoded);
            }

            text = GoText.FromBytes(decoded);
        }

        return PemText.Blocks(text) is [("CERTIFICATE REQUEST", var bytes), ..]
            ? CertificateRequestJson.Of(bytes)
            : throw new CryptographicException("invalid PEM-encoded certificate signing request");
    }

    private static RegoValue ParseKeys(string text) =>
        text.Length == 0 ? RegoNull.Instance : RegoArray.From(PrivateKeyJson.Read(text).Select(PrivateKeyJson.ToGo));

    private static RegoValue ParseJwk(BuiltinContext context, string text)
    {
        if (text.Length == 0)
        {
            return context.Fail("input PEM data was empty");
        }

        if (!text.StartsWith(PemText.Begin, StringComparison.Ordinal) && Base64Text.TryDecode(text) is null)
        {
            return context.Fail(Base64Text.ProblemOf(text));
        }

        return PrivateKeyJson.Read(text) is [var first, ..] ? PrivateKeyJson.ToJwk(first) : RegoNull.Instance;
    }

    private static RegoValue ParseKeyPair(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is not RegoString certificate || b is not RegoString key)
        {
            return context.FailType(1, "string", a is RegoString ? b : a);
        }

        return Guarded(context, certificate, () => KeyPair(CertificateReader.Read(certificate.Value), PrivateKeyJson.Read(key.Value)));
    }

    private static RegoObject KeyPair(List<X509Certificate2> certificates, List<object> keys)
    {
        if (certificates.Count == 0 || keys.Count == 0 || !PublicPartOf(keys[0]).Equals(PublicKeyJson.Of(certificates[0].PublicKey)))
        {
            throw new CryptographicException("private key does not match public key");
        }

        var pair = RegoObject.From(
            ("Certificate", RegoArray.From(certificates.Select(certificate => JsonParts.Base64(certificate.RawDataMemory)))),
            ("PrivateKey", PrivateKeyJson.ToGo(keys[0])),
            ("SupportedSignatureAlgorithms", RegoNull.Instance),
            ("OCSPStaple", RegoNull.Instance),
            ("SignedCertificateTimestamps", RegoNull.Instance),
            ("Leaf", CertificateJson.Of(certificates[0], false)));
        certificates.ForEach(certificate => certificate.Dispose());
        return pair;
    }

    private static RegoValue PublicPartOf(object key) => PrivateKeyJson.ToGo(key) switch
    {
        RegoObject rsa when rsa["N"].IsDefined => RegoObject.From(("N", rsa["N"]), ("E", rsa["E"])),
        RegoObject ec => RegoObject.From(("Curve", ec["Curve"]), ("X", ec["X"]), ("Y", ec["Y"])),
        RegoString ed25519 => RegoString.From(Convert.ToBase64String(Convert.FromBase64String(ed25519.Value).AsSpan(32))),
        var other => other,
    };
}
