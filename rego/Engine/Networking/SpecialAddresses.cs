using System.Net;

namespace Rego.Networking;

/// <summary>Addresses that are not hosts of the public network (IANA's special-purpose registries), IPv4 inside IPv6 among them.</summary>
internal static class SpecialAddresses
{
    private static readonly IPNetwork[] Networks = Array.ConvertAll(
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
            "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ],
        text => IPNetwork.Parse(text));

    internal static bool Contains(IPAddress address) => Networks.Any(network => network.Contains(address));
}
