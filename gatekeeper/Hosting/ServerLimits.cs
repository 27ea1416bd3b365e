using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Hosting;

/// <summary>Bounds of the server as a whole. Section <c>Gatekeeper:Limits</c>.</summary>
internal sealed class ServerLimits
{
    /// <value>The most connections at once; it is cut to what the process's open files allow.</value>
    [Range(16, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <value>
    /// The most connections of one address at once, those of a network of IPv6 (/64) counted as one's. Trusted proxies have no such limit.
    /// </value>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 1_000;

    /// <value>How long a new connection may be without a request whose head is whole; it is closed after that.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan FirstRequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>How long a request's head may take.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>How long a TLS handshake may take.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>How long a connection is kept on which nothing is asked any more.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <value>How long calls in flight may take to end when the gatekeeper stops.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>The most concurrent calls on one HTTP/2 connection.</value>
    [Range(1, 1_000)]
    public int MaxStreamsPerConnection { get; set; } = 100;
}
