using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>A certificate (RFC 5280) in the JSON form that Go gives it.</summary>
internal static class CertificateJson
{
    private static readonly string[] AlwaysNull =
    [
        "ExtraExtensions", "UnhandledCriticalExtensions", "PolicyMappings",
        "PermittedDNSDomains", "PermittedEmailAddresses", "PermittedIPRanges", "PermittedURIDomains",
        "ExcludedDNSDomains", "ExcludedEmailAddresses", "ExcludedIPRanges", "ExcludedURIDomains",
    ];

    private static readonly string[] AlwaysZero = ["InhibitAnyPolicy", "InhibitPolicyMapping", "RequireExplicitPolicy"];

    private static readonly string[] AlwaysFalse =
        ["InhibitAnyPolicyZero", "InhibitPolicyMappingZero", "RequireExplicitPolicyZero", "PermittedDNSDomainsCritical"];

    internal static RegoObject Of(X509Certificate2 certificate, bool withUriStrings)
    {
        var members = new RegoObjectBuilder(64);
        foreach (var name in AlwaysNull)
        {
            members[RegoString.From(name)] = RegoNull.Instance;
        }

        foreach (var name in AlwaysZero)
        {
            members[RegoString.From(name)] = RegoNumber.From(0);
        }

        foreach (var name in AlwaysFalse)
        {
            members[RegoString.From(name)] = RegoBoolean.False;
        }

        AddContent(members, certificate);
        var names = CertificateExtensions.AddTo(members, [.. certificate.Extensions]);
        if (withUriStrings)
        {
            members[RegoString.From("URIStrings")] = JsonParts.Texts(names.Uris);
        }

        return members.Build();
    }

    private static void AddContent(RegoObjectBuilder members, X509Certificate2 certificate)
    {
        var outer = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
        var signed = outer.PeekEncodedValue();
        outer.ReadEncodedValue();
        var algorithm = outer.ReadEncodedValue();
        members[RegoString.From("Raw")] = JsonParts.Base64(certificate.RawDataMemory);
        members[RegoString.From("RawTBSCertificate")] = JsonParts.Base64(signed);
        members[RegoString.From("RawSubjectPublicKeyInfo")] = JsonParts.Base64(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        members[RegoString.From("RawSubject")] = JsonParts.Base64(certificate.SubjectName.RawData);
        members[RegoString.From("RawIssuer")] = JsonParts.Base64(certificate.IssuerName.RawData);
        members[RegoString.From("Signature")] = JsonParts.Base64(outer.ReadBitString(out _));
        members[RegoString.From("SignatureAlgorithm")] = PublicKeyJson.SignatureAlgorithm(algorithm);
        members[RegoString.From("PublicKeyAlgorithm")] = PublicKeyJson.KeyAlgorithm(certificate.PublicKey.Oid.Value ?? string.Empty);
        members[RegoString.From("PublicKey")] = PublicKeyJson.Of(certificate.PublicKey);
        members[RegoString.From("Version")] = RegoNumber.From(certificate.Version);
        members[RegoString.From("SerialNumber")] = JsonParts.Unsigned(certificate.SerialNumberBytes.Span);
        members[RegoString.From("Issuer")] = DistinguishedName.ToJson(certificate.IssuerName.RawData);
        members[RegoString.From("Subject")] = DistinguishedName.ToJson(certificate.SubjectName.RawData);
        members[RegoString.From("NotBefore")] = Time(certificate.NotBefore);
        members[RegoString.From("NotAfter")] = Time(certificate.NotAfter);
    }

    private static RegoString Time(DateTime local) =>
        RegoString.From(local.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
