using System.Formats.Asn1;
using System.Net;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>The alternative names of a subject (RFC 5280, 4.2.1.6), by kind.</summary>
internal sealed class GeneralNames
{
    private const int EmailTag = 1;
    private const int DnsTag = 2;
    private const int UriTag = 6;
    private const int AddressTag = 7;

    internal List<string> Emails { get; } = [];

    internal List<string> DnsNames { get; } = [];

    internal List<string> Uris { get; } = [];

    internal List<string> Addresses { get; } = [];

    internal static GeneralNames Read(ReadOnlyMemory<byte> encoded)
    {
        var names = new GeneralNames();
        var reader = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            names.Add(reader);
        }

        return names;
    }

    /// <summary>Adds the next name of a list; of a kind that is not known it is skipped.</summary>
    internal void Add(AsnReader reader)
    {
        var tag = reader.PeekTag();
        switch (tag.TagClass == TagClass.ContextSpecific ? tag.TagValue : -1)
        {
            case EmailTag: Emails.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag)); break;
            case DnsTag: DnsNames.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag)); break;
            case UriTag: Uris.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag)); break;
            case AddressTag: Addresses.Add(new IPAddress(reader.ReadOctetString(tag)).ToString()); break;
            default: reader.ReadEncodedValue(); break;
        }
    }

    /// <summary>The four lists as members.</summary>
    internal void AddTo(RegoObjectBuilder members)
    {
        members[RegoString.From("DNSNames")] = JsonParts.Texts(DnsNames);
        members[RegoString.From("EmailAddresses")] = JsonParts.Texts(Emails);
        members[RegoString.From("IPAddresses")] = JsonParts.Texts(Addresses);
        members[RegoString.From("URIs")] = JsonParts.List(Uris.Select(UriOf));
    }

    private static RegoValue UriOf(string text)
    {
        if (!UriParts.TryParse(text, out var uri))
        {
            return RegoNull.Instance;
        }

        var parts = uri.Members().ToDictionary(part => part.Name, part => part.Value);
        RegoString Part(string name) => RegoString.From(parts[name]);
        return RegoObject.From(
            ("Scheme", Part("scheme")), ("Opaque", Part("opaque")), ("Host", RegoString.From(uri.HostAndPort)), ("Path", Part("path")),
            ("RawPath", RegoString.From(parts["raw_path"] == parts["path"] ? string.Empty : parts["raw_path"])), ("RawQuery", Part("raw_query")),
            ("Fragment", Part("fragment")), ("RawFragment", RegoString.Empty), ("ForceQuery", RegoBoolean.False), ("OmitHost", RegoBoolean.False),
            ("User", parts["userinfo"].Length == 0 ? RegoNull.Instance : RegoObject.Empty));
    }
}
