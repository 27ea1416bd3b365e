using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Calls;

/// <summary>The proxies that are believed about whom they speak for. Section <c>Gatekeeper:TrustedProxies</c>.</summary>
internal sealed class TrustedProxyOptions
{
    /// <summary>Each request says it in <c>X-Forwarded-For</c>.</summary>
    public const string ForwardedFor = "x-forwarded-for";

    /// <summary>Each connection begins with a head of the PROXY protocol, version 2.</summary>
    public const string ProxyV2 = "proxy-v2";

    /// <value>
    /// The addresses of proxies that are believed about whom they speak for, or networks such as `10.1.2.0/24`; empty: none is, and every
    /// caller's address is that of its connection.
    /// </value>
    [MaxLength(64)]
    public string[] Addresses { get; set; } = [];

    /// <value>
    /// How trusted proxies say for whom they speak: `x-forwarded-for`, in that header of each request, of which the last address counts that is not
    /// a trusted proxy's; or `proxy-v2`, in a head of the PROXY protocol, version 2, without which a connection of theirs is closed.
    /// </value>
    public string Protocol { get; set; } = ForwardedFor;
}
