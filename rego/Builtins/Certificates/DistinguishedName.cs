using System.Formats.Asn1;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>A name of a certificate's subject or issuer (RFC 5280, 4.1.2.4).</summary>
internal static class DistinguishedName
{
    private static readonly (string Oid, string Field)[] Lists =
    [
        ("2.5.4.6", "Country"), ("2.5.4.10", "Organization"), ("2.5.4.11", "OrganizationalUnit"), ("2.5.4.7", "Locality"),
        ("2.5.4.8", "Province"), ("2.5.4.9", "StreetAddress"), ("2.5.4.17", "PostalCode"),
    ];

    internal static RegoObject ToJson(ReadOnlyMemory<byte> encoded)
    {
        var parts = Read(encoded);
        var members = new RegoObjectBuilder();
        foreach (var (oid, field) in Lists)
        {
            members[RegoString.From(field)] = JsonParts.Texts(parts.Where(part => part.Oid == oid).Select(part => part.Value));
        }

        members[RegoString.From("CommonName")] = Single(parts, "2.5.4.3");
        members[RegoString.From("SerialNumber")] = Single(parts, "2.5.4.5");
        members[RegoString.From("Names")] = JsonParts.List(parts.Select(part => RegoObject.From(("Type", JsonParts.Oid(part.Oid)), ("Value", RegoString.From(part.Value)))));
        members[RegoString.From("ExtraNames")] = RegoNull.Instance;
        return members.Build();
    }

    private static RegoString Single(List<(string Oid, string Value)> parts, string oid) => RegoString.From(parts.LastOrDefault(part => part.Oid == oid).Value ?? string.Empty);

    private static List<(string Oid, string Value)> Read(ReadOnlyMemory<byte> encoded)
    {
        var parts = new List<(string, string)>();
        var names = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var set = names.ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                var pair = set.ReadSequence();
                parts.Add((pair.ReadObjectIdentifier(), JsonParts.AnyText(pair.ReadEncodedValue())));
            }
        }

        return parts;
    }
}
