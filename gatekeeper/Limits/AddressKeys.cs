using System.Net;
using System.Net.Sockets;

namespace Gatekeeper.Limits;

/// <summary>
/// The names under which addresses are counted. Whoever has one address of IPv6 has the 2^64 of its network (RFC 4291, section 2.5.1), so
/// they are counted as one.
/// </summary>
internal static class AddressKeys
{
    private const int NetworkBytes = 8;

    /// <summary>The name of an address; of IPv6 that of its /64, but for an IPv4 address in the form of IPv6.</summary>
    public static string Of(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }

        Span<byte> bytes = stackalloc byte[2 * NetworkBytes];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return new IPAddress(bytes) + "/64";
    }

    /// <summary>The name of an address in text form; a text that is none stands for itself.</summary>
    public static string Of(string address) =>
        address.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(address, out var parsed) ? Of(parsed) : address;
}
