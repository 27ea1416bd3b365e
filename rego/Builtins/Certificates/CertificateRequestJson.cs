using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>A request for a certificate (RFC 2986) in the JSON form that Go gives it.</summary>
internal static class CertificateRequestJson
{
    private const string ExtensionRequest = "1.2.840.113549.1.9.14";

    /// <exception cref="AsnContentException">It is no request.</exception>
    internal static RegoObject Of(byte[] bytes)
    {
        var outer = new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence();
        var signed = outer.ReadEncodedValue();
        var algorithm = outer.ReadEncodedValue();
        var signature = outer.ReadBitString(out _);
        var info = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        var version = info.ReadInteger();
        var subject = info.ReadEncodedValue();
        var keyInfo = info.ReadEncodedValue();
        var key = PublicKey.CreateFromSubjectPublicKeyInfo(keyInfo.Span, out _);
        var extensions = ExtensionsOf(info);

        var members = new RegoObjectBuilder();
        CertificateExtensions.AddNames(members, extensions);
        members[RegoString.From("Raw")] = JsonParts.Base64(bytes);
        members[RegoString.From("RawTBSCertificateRequest")] = JsonParts.Base64(signed);
        members[RegoString.From("RawSubjectPublicKeyInfo")] = JsonParts.Base64(keyInfo);
        members[RegoString.From("RawSubject")] = JsonParts.Base64(subject);
        members[RegoString.From("Version")] = RegoNumber.From(version);
        members[RegoString.From("Signature")] = JsonParts.Base64(signature);
        members[RegoString.From("SignatureAlgorithm")] = PublicKeyJson.SignatureAlgorithm(algorithm);
        members[RegoString.From("PublicKeyAlgorithm")] = PublicKeyJson.KeyAlgorithm(key.Oid.Value ?? string.Empty);
        members[RegoString.From("PublicKey")] = PublicKeyJson.Of(key);
        members[RegoString.From("Subject")] = DistinguishedName.ToJson(subject);
        members[RegoString.From("Attributes")] = RegoNull.Instance;
        members[RegoString.From("Extensions")] = JsonParts.List(extensions.Select(CertificateExtensions.ToJson));
        members[RegoString.From("ExtraExtensions")] = RegoNull.Instance;
        return members.Build();
    }

    private static List<X509Extension> ExtensionsOf(AsnReader info)
    {
        var extensions = new List<X509Extension>();
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (!info.HasData || !info.PeekTag().HasSameClassAndValue(tag))
        {
            return extensions;
        }

        var attributes = info.ReadSetOf(tag);
        while (attributes.HasData)
        {
            var attribute = attributes.ReadSequence();
            if (attribute.ReadObjectIdentifier() != ExtensionRequest)
            {
                continue;
            }

            var requested = attribute.ReadSetOf().ReadSequence();
            while (requested.HasData)
            {
                extensions.Add(Read(requested.ReadSequence()));
            }
        }

        return extensions;
    }

    private static X509Extension Read(AsnReader extension)
    {
        var oid = extension.ReadObjectIdentifier();
        var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
        return new X509Extension(new Oid(oid), extension.ReadOctetString(), critical);
    }
}
