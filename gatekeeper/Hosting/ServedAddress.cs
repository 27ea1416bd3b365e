using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Gatekeeper.Hosting;

/// <summary>Where the gatekeeper is reached, once it listens.</summary>
internal sealed partial class ServedAddress(IServer server, ILogger<ServedAddress> logger)
{
    /// <value>The address under which this machine reaches the gatekeeper.</value>
    public string Url => Reachable(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Tells the operator, and gives the address.</summary>
    public string Announce()
    {
        LogServing(logger, Url);
        return Url;
    }

    // A wildcard address can be listened on, but not called.
    private static string Reachable(string address)
    {
        var uri = new Uri(address);
        var isWildcard = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        return isWildcard ? $"https://127.0.0.1:{uri.Port}" : $"https://{uri.Host}:{uri.Port}";
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Serving at {Url}.")]
    private static partial void LogServing(ILogger logger, string url);
}
