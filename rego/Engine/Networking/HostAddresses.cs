using System.Net;
using System.Net.Sockets;

namespace Rego.Networking;

/// <summary>Name look-up.</summary>
internal static class HostAddresses
{
    /// <exception cref="SocketException">There is no such host, or nobody to ask.</exception>
    internal static async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }
}
