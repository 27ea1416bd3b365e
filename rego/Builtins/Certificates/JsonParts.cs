using System.Formats.Asn1;
using System.Numerics;
using Rego.Values;

namespace Rego.Builtins.Certificates;

/// <summary>Parts of the JSON form that Go gives to certificates and keys.</summary>
internal static class JsonParts
{
    internal static RegoString Base64(ReadOnlyMemory<byte> bytes) => RegoString.From(Convert.ToBase64String(bytes.Span));

    internal static RegoValue Base64(byte[]? bytes) => bytes is null ? RegoNull.Instance : RegoString.From(Convert.ToBase64String(bytes));

    internal static RegoNumber Unsigned(ReadOnlySpan<byte> bigEndian) => RegoNumber.From(new BigInteger(bigEndian, isUnsigned: true, isBigEndian: true));

    internal static RegoArray Oid(string oid) => RegoArray.From(oid.Split('.').Select(part => (RegoValue)RegoNumber.FromText(part)));

    /// <summary>A list, or null where it is empty.</summary>
    internal static RegoValue List(IEnumerable<RegoValue> values) => values.ToArray() is { Length: > 0 } some ? RegoArray.From(some) : RegoNull.Instance;

    internal static RegoValue Texts(IEnumerable<string> texts) => List(texts.Select(RegoString.From));

    /// <summary>A string of any of ASN.1's types; of any other value its hexadecimal digits.</summary>
    internal static string AnyText(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.BER);
        var tag = reader.PeekTag();
        return tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
            or UniversalTagNumber.IA5String or UniversalTagNumber.T61String or UniversalTagNumber.BMPString or UniversalTagNumber.NumericString or UniversalTagNumber.VisibleString
            ? reader.ReadCharacterString((UniversalTagNumber)tag.TagValue)
            : Convert.ToHexStringLower(encoded.Span);
    }
}
