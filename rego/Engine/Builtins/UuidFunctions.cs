using System.Buffers.Binary;
using System.Globalization;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Universally unique identifiers (RFC 9562).</summary>
internal static class UuidFunctions
{
    // Ticks of 100 ns from the Gregorian calendar's start to the Unix epoch.
    private const long GregorianOffset = 0x01B21DD213814000;

    internal static IEnumerable<Builtin> All =>
    [
        new("uuid.rfc4122", StringT, StringT, Operands.Of<RegoString>((c, key) => c.PerEvaluation("uuid.rfc4122/" + key.Value, _ => RegoString.From(Guid.NewGuid().ToString())))) { IsPure = false },
        new("uuid.parse", StringT, StringObject, Operands.Of<RegoString>(Parse)),
    ];

    private static RegoValue Parse(BuiltinContext context, RegoString text)
    {
        context.Charge(16, 256);
        Span<byte> bytes = stackalloc byte[16];
        if (!TryRead(text.Value, bytes))
        {
            // Unlike other functions', the failure is no error: the call is undefined.
            return RegoValue.Undefined;
        }

        var version = bytes[6] >> 4;
        var members = new RegoObjectBuilder();
        members[RegoString.From("version")] = RegoNumber.From(version);
        members[RegoString.From("variant")] = RegoString.From(VariantOf(bytes[8]));
        if (version is 1 or 2)
        {
            AddTime(members, bytes);
        }

        if (version == 2)
        {
            members[RegoString.From("id")] = RegoNumber.From(BinaryPrimitives.ReadUInt32BigEndian(bytes));
            members[RegoString.From("domain")] = RegoString.From(bytes[9] switch { 0 => "Person", 1 => "Group", 2 => "Org", var domain => $"Domain{domain}" });
        }

        return members.Build();
    }

    private static string VariantOf(byte octet) =>
        (octet & 0xC0) == 0x80 ? "RFC4122" : (octet & 0xE0) == 0xC0 ? "Microsoft" : (octet & 0xE0) == 0xE0 ? "Future" : "Reserved";

    private static void AddTime(RegoObjectBuilder members, ReadOnlySpan<byte> bytes)
    {
        var low = (long)BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var middle = (long)BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) << 32;
        var high = (long)(BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x0FFF) << 48;
        var node = bytes[10..];
        members[RegoString.From("time")] = RegoNumber.From(unchecked((low + middle + high - GregorianOffset) * 100));
        members[RegoString.From("clocksequence")] = RegoNumber.From(BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]) & 0x3FFF);
        members[RegoString.From("nodeid")] = RegoString.From(string.Join('-', node.ToArray().Select(b => b.ToString("x2", CultureInfo.InvariantCulture))));
        members[RegoString.From("macvariables")] = RegoString.From(((node[0] & 2) != 0 ? "local:" : "global:") + ((node[0] & 1) != 0 ? "multicast" : "unicast"));
    }

    /// <summary>The usual form, also in braces, behind <c>urn:uuid:</c>, or without dashes.</summary>
    private static bool TryRead(string text, Span<byte> bytes)
    {
        text = text.Length switch
        {
            36 + 9 when text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) => text[9..],
            36 + 2 => text[1..^1],
            _ => text,
        };
        if (text.Length == 36)
        {
            var dashed = text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
            text = dashed ? string.Concat(text.AsSpan(0, 8), text.AsSpan(9, 4), text.AsSpan(14, 4)) + string.Concat(text.AsSpan(19, 4), text.AsSpan(24)) : string.Empty;
        }

        return text.Length == 32 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
