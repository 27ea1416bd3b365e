using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>The extensions of certificates and of requests for them (RFC 5280, 4.2).</summary>
internal static class CertificateExtensions
{
    private const string OcspAccess = "1.3.6.1.5.5.7.48.1";
    private const string IssuerAccess = "1.3.6.1.5.5.7.48.2";

    // In the order of Go's numbers.
    private static readonly string[] ExtendedUsages =
    [
        "2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.5", "1.3.6.1.5.5.7.3.6",
        "1.3.6.1.5.5.7.3.7", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9", "1.3.6.1.4.1.311.10.3.3", "2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.2.1.22",
        "1.3.6.1.4.1.311.61.1.1",
    ];

    /// <summary>Adds all that certificates have; answers the alternative names.</summary>
    internal static GeneralNames AddTo(RegoObjectBuilder members, IReadOnlyList<X509Extension> extensions)
    {
        members[RegoString.From("Extensions")] = JsonParts.List(extensions.Select(ToJson));
        AddConstraints(members, extensions);
        AddUsages(members, extensions);
        AddIdentifiers(members, extensions);
        AddAccess(members, extensions);
        return AddNames(members, extensions);
    }

    /// <summary>Adds the alternative names.</summary>
    internal static GeneralNames AddNames(RegoObjectBuilder members, IReadOnlyList<X509Extension> extensions)
    {
        var names = Find(extensions, "2.5.29.17") is { } alternative ? GeneralNames.Read(alternative.RawData) : new GeneralNames();
        names.AddTo(members);
        return names;
    }

    internal static RegoObject ToJson(X509Extension extension) => RegoObject.From(
        ("Id", JsonParts.Oid(extension.Oid!.Value!)), ("Critical", RegoBoolean.From(extension.Critical)), ("Value", JsonParts.Base64(extension.RawData)));

    private static X509Extension? Find(IReadOnlyList<X509Extension> extensions, string oid) => extensions.FirstOrDefault(extension => extension.Oid?.Value == oid);

    private static void AddConstraints(RegoObjectBuilder members, IReadOnlyList<X509Extension> extensions)
    {
        var found = Find(extensions, "2.5.29.19");
        var basic = found is null ? null : new X509BasicConstraintsExtension(found, found.Critical);
        var length = basic is null ? 0 : basic.HasPathLengthConstraint ? basic.PathLengthConstraint : -1;
        members[RegoString.From("BasicConstraintsValid")] = RegoBoolean.From(basic is not null);
        members[RegoString.From("IsCA")] = RegoBoolean.From(basic?.CertificateAuthority ?? false);
        members[RegoString.From("MaxPathLen")] = RegoNumber.From(length);
        members[RegoString.From("MaxPathLenZero")] = RegoBoolean.From(basic is not null && length == 0);
    }

    private static void AddUsages(RegoObjectBuilder members, IReadOnlyList<X509Extension> extensions)
    {
        members[RegoString.From("KeyUsage")] = RegoNumber.From(Find(extensions, "2.5.29.15") is { } usage ? KeyUsageOf(usage.RawData) : 0);
        var usages = Find(extensions, "2.5.29.37") is { } extended ? Oids(extended.RawData) : [];
        members[RegoString.From("ExtKeyUsage")] = JsonParts.List(usages.Where(ExtendedUsages.Contains).Select(oid => RegoNumber.From(Array.IndexOf(ExtendedUsages, oid))));
        members[RegoString.From("UnknownExtKeyUsage")] = JsonParts.List(usages.Where(oid => !ExtendedUsages.Contains(oid)).Select(JsonParts.Oid));
    }

    /// <summary>Bit n of the string is bit n of the number.</summary>
    private static int KeyUsageOf(byte[] encoded)
    {
        var bits = new AsnReader(encoded, AsnEncodingRules.BER).ReadBitString(out _);
        var usage = 0;
        for (var i = 0; i < Math.Min(9, bits.Length * 8); i++)
        {
            usage |= (bits[i / 8] & (0x80 >> (i % 8))) != 0 ? 1 << i : 0;
        }

        return usage;
    }

    private static List<string> Oids(byte[] encoded)
    {
        var oids = new List<string>();
        var reader = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            oids.Add(reader.ReadObjectIdentifier());
        }

        return oids;
    }

    private static void AddIdentifiers(RegoObjectBuilder members, IReadOnlyList<X509Extension> extensions)
    {
        var subject = Find(extensions, "2.5.29.14") is { } own ? new AsnReader(own.RawData, AsnEncodingRules.DER).ReadOctetString() : null;
        members[RegoString.From("SubjectKeyId")] = JsonParts.Base64(subject);
        byte[]? authority = null;
        if (Find(extensions, "2.5.29.35") is { } other)
        {
            var reader = new AsnReader(other.RawData, AsnEncodingRules.DER).ReadSequence();
            var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
            authority = reader.HasData && reader.PeekTag() == tag ? reader.ReadOctetString(tag) : null;
        }

        members[RegoString.From("AuthorityKeyId")] = JsonParts.Base64(authority);
        var policies = Find(extensions, "2.5.29.32") is { } policy ? PoliciesOf(policy.RawData) : [];
        members[RegoString.From("PolicyIdentifiers")] = JsonParts.List(policies.Select(JsonParts.Oid));
        members[RegoString.From("Policies")] = JsonParts.Texts(policies);
    }

    private static List<string> PoliciesOf(byte[] encoded)
    {
        var oids = new List<string>();
        var reader = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            oids.Add(reader.ReadSequence().ReadObjectIdentifier());
        }

        return oids;
    }

    private static void AddAccess(RegoObjectBuilder members, IReadOnlyList<X509Extension> extensions)
    {
        List<string> ocsp = [], issuers = [];
        if (Find(extensions, "1.3.6.1.5.5.7.1.1") is { } access)
        {
            var reader = new AsnReader(access.RawData, AsnEncodingRules.DER).ReadSequence();
            while (reader.HasData)
            {
                var description = reader.ReadSequence();
                var names = description.ReadObjectIdentifier() switch { OcspAccess => ocsp, IssuerAccess => issuers, _ => [] };
                var location = new GeneralNames();
                location.Add(description);
                names.AddRange(location.Uris);
            }
        }

        members[RegoString.From("OCSPServer")] = JsonParts.Texts(ocsp);
        members[RegoString.From("IssuingCertificateURL")] = JsonParts.Texts(issuers);
        members[RegoString.From("CRLDistributionPoints")] = JsonParts.Texts(Find(extensions, "2.5.29.31") is { } points ? PointsOf(points.RawData) : []);
    }

    private static List<string> PointsOf(byte[] encoded)
    {
        var names = new GeneralNames();
        var first = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var reader = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            var point = reader.ReadSequence();
            if (!point.HasData || !point.PeekTag().HasSameClassAndValue(first))
            {
                continue;
            }

            var name = point.ReadSequence(first);
            var full = name.HasData && name.PeekTag().HasSameClassAndValue(first) ? name.ReadSequence(first) : null;
            while (full?.HasData == true)
            {
                names.Add(full);
            }
        }

        return names.Uris;
    }
}
