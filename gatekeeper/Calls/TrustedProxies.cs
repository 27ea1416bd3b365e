using System.Net;
using System.Net.Sockets;

namespace Gatekeeper.Calls;

/// <summary>Which connections are those of proxies that are believed about whom they speak for, and how those say it.</summary>
internal sealed class TrustedProxies(TrustedProxyOptions options)
{
    private readonly IPNetwork[] _networks = [.. options.Addresses.Select(address => TryParse(address) ?? throw new ArgumentException($"'{address}' is no address or network.", nameof(options)))];

    /// <value>Whether they begin each connection with a head of the PROXY protocol.</value>
    public bool SpeakProxyProtocol { get; } = options.Protocol == TrustedProxyOptions.ProxyV2;

    /// <summary>Whether an address is one of theirs.</summary>
    public bool Contains(IPAddress? address)
    {
        if (_networks.Length == 0 || address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, network => network.Contains(plain));
    }

    /// <summary>Reads an address, or a network in the form <c>address/bits</c>; null where it is none, or is everybody.</summary>
    public static IPNetwork? TryParse(string text)
    {
        if (TryParseAddress(text) is { } address)
        {
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        }

        return text.IndexOf('/', StringComparison.Ordinal) is > 0 and var at && TryParseAddress(text.AsSpan(0, at)) is not null
            && IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 ? network : null;
    }

    /// <summary>Reads an address in its usual form; null where it is none. <c>10.1</c> and <c>0x0a000001</c> are none, though the library takes them.</summary>
    public static IPAddress? TryParseAddress(ReadOnlySpan<char> text) =>
        IPAddress.TryParse(text, out var address) && !text.Contains('%') && !text.Contains('[')
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.SequenceEqual(address.ToString()))
            ? address
            : null;
}
