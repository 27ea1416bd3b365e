using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Rego.Builtins;

/// <summary>A range of addresses with a common prefix; IPv4 and IPv6 apart. An IPv6 text of an IPv4 address is the IPv4 address, as in Go.</summary>
internal readonly record struct CidrBlock(bool IsV6, UInt128 First, int Prefix)
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    internal int Bits => IsV6 ? 128 : 32;

    internal UInt128 Last => First | HostMask(Bits - Prefix);

    /// <summary>Reads <c>address/length</c>; the bits behind the prefix are cut off.</summary>
    internal static CidrBlock? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || TryParseAddress(text[..slash]) is not { } address)
        {
            return null;
        }

        // The length counts the bits of the form that is written.
        var bits = text[..slash].Contains(':', StringComparison.Ordinal) ? 128 : 32;
        var digits = text.AsSpan(slash + 1);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > bits || (digits.Length > 1 && digits[0] == '0'))
        {
            return null;
        }

        var first = address.Value & ~HostMask(bits - prefix);
        return bits == 128 && prefix >= 96 && first >> 32 == 0xFFFF
            ? new CidrBlock(false, first & uint.MaxValue, prefix - 96)
            : new CidrBlock(bits == 128, first, prefix);
    }

    /// <summary>Reads an address strictly: no leading zeros, no zone.</summary>
    internal static (bool IsV6, UInt128 Value)? TryParseAddress(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return TryParseV4(text) is { } v4 ? (false, v4) : null;
        }

        if (text.AsSpan().ContainsAnyExcept(AddressCharacters)
            || !IPAddress.TryParse(text, out var address)
            || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return (true, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Whether an address lies in the block; one that IPv6 writes for IPv4 counts as IPv4.</summary>
    internal bool Contains(bool isV6, UInt128 value)
    {
        var mapped = isV6 && value >> 32 == 0xFFFF;
        var plain = mapped ? value & uint.MaxValue : value;
        return IsV6 == (isV6 && !mapped) && plain >= First && plain <= Last;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Format(IsV6, First)}/{Prefix}";

    /// <summary>An address as Go prints it.</summary>
    internal static string Format(bool isV6, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new IPAddress(isV6 ? bytes : bytes[12..]).ToString();
    }

    internal static UInt128 HostMask(int bits) => bits >= 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;

    private static UInt128? TryParseV4(string text)
    {
        var parts = text.Split('.');
        var value = 0u;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
            {
                return null;
            }

            value = (value << 8) | octet;
        }

        return parts.Length == 4 ? value : null;
    }
}
