using System.Collections.Immutable;
using System.Net;

namespace Rego.Networking;

/// <summary>
/// What policies may do in the network: where <c>http.send</c> may go, what <c>net.lookup_ip_addr</c> may ask for, and the bounds.
/// Thread-safe; what answers allow to keep (<c>cache</c>, <c>force_cache</c>) is kept here, for all policies that share the object.
/// </summary>
public sealed class NetworkAccess
{
    /// <summary>Policies that use the network compile, but nothing is reachable: for tools that check, and for tests that mock.</summary>
    public static NetworkAccess Nowhere { get; } = new();

    /// <value>Where requests may go, redirects included.</value>
    public ImmutableArray<NetworkDestination> Destinations { get; init; } = [];

    /// <value>Names that may be looked up, besides the hosts of <see cref="Destinations"/>.</value>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <value>
    /// Private, loopback, link-local and other special addresses to which an allowed name may lead. A destination that is itself given as
    /// an address needs no entry here.
    /// </value>
    public ImmutableArray<IPNetwork> PrivateNetworks { get; init; } = [];

    /// <value>How long a request may take that does not say so itself.</value>
    public TimeSpan DefaultTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>How long any request may take. The evaluation's own bound counts besides.</value>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>The longest body of an answer, unpacked.</value>
    public int MaxResponseBytes { get; init; } = 4 * 1024 * 1024;

    /// <value>How many redirects are followed where a request asks for that.</value>
    public int MaxRedirects { get; init; } = 10;

    /// <value>How often a request may be tried again.</value>
    public int MaxRetries { get; init; } = 5;

    /// <value>Whether a request may turn the check of the server's certificate off.</value>
    public bool AllowUncheckedCertificates { get; init; }

    /// <value>Reads a certificate's or key's file by the path that a request names; null refuses such requests.</value>
    public Func<string, string?>? ReadFile { get; init; }

    /// <value>Reads a certificate or key by the name of an environment variable; null refuses such requests.</value>
    public Func<string, string?>? ReadVariable { get; init; }

    internal HttpReplyCache Cache { get; private init; } = new();

    /// <summary>This access, to some hosts only.</summary>
    internal NetworkAccess Within(ImmutableArray<string> hosts) => new()
    {
        Destinations = [.. Destinations.Where(destination => hosts.Any(host => IsSameHost(destination.Host, host)))],
        Names = [.. Names.Where(name => hosts.Any(host => IsSameHost(name, host)))],
        PrivateNetworks = PrivateNetworks,
        DefaultTimeout = DefaultTimeout,
        MaxTimeout = MaxTimeout,
        MaxResponseBytes = MaxResponseBytes,
        MaxRedirects = MaxRedirects,
        MaxRetries = MaxRetries,
        AllowUncheckedCertificates = AllowUncheckedCertificates,
        ReadFile = ReadFile,
        ReadVariable = ReadVariable,
        Cache = Cache,
    };

    internal bool Allows(string host, int port) =>
        Destinations.Any(destination => destination.Port == port && IsSameHost(destination.Host, host));

    internal bool AllowsName(string name) =>
        Names.Any(allowed => IsSameHost(allowed, name)) || Destinations.Any(destination => IsSameHost(destination.Host, name));

    /// <summary>Whether a connection may be made to an address to which an allowed host leads.</summary>
    internal bool AllowsAddress(string host, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (IPAddress.TryParse(host, out var named) && named.Equals(address))
            || !SpecialAddresses.Contains(plain)
            || PrivateNetworks.Any(network => network.Contains(plain));
    }

    private static bool IsSameHost(string allowed, string host) =>
        IPAddress.TryParse(allowed, out var address)
            ? IPAddress.TryParse(host, out var other) && address.Equals(other)
            : allowed.Equals(host, StringComparison.OrdinalIgnoreCase);
}
