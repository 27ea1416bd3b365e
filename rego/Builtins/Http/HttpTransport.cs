using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Rego.Networking;

namespace Rego.Builtins.Http;

/// <summary>
/// Makes the handler of one request. Every connection, a redirect's too, is checked against the allow list, and is made to an address that
/// was looked at: what a name leads to can change between two look-ups. There are no proxies, for they would connect elsewhere.
/// </summary>
internal static class HttpTransport
{
    private const int MaxHeaderKilobytes = 64;

    internal static SocketsHttpHandler NewHandler(NetworkAccess access, HttpCall call) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = call.Headers.ContainsKey("Accept-Encoding") ? DecompressionMethods.None : DecompressionMethods.GZip,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        ConnectCallback = (connection, cancellationToken) => ConnectAsync(access, connection.DnsEndPoint, cancellationToken),
        SslOptions = TlsOptions(call.Tls),
    };

    private static async ValueTask<Stream> ConnectAsync(NetworkAccess access, DnsEndPoint place, CancellationToken cancellationToken)
    {
        if (!access.Allows(place.Host, place.Port))
        {
            throw new HttpSendException($"unallowed host: {place.Host}");
        }

        var addresses = await HostAddresses.FindAsync(place.Host, cancellationToken).ConfigureAwait(false);
        var allowed = Array.FindAll(addresses, address => access.AllowsAddress(place.Host, address));
        if (allowed.Length == 0)
        {
            throw new HttpSendException($"unallowed host: {place.Host} is {string.Join<IPAddress>(", ", addresses)}, an address that is not allowed");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, place.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static SslClientAuthenticationOptions TlsOptions(TlsSettings settings)
    {
        var options = new SslClientAuthenticationOptions();
        if (settings.ServerName is { } name)
        {
            options.TargetHost = name;
        }

        if (settings.ClientCertificates.Count > 0)
        {
            options.ClientCertificates = settings.ClientCertificates;
        }

        if (settings.IsUnchecked || settings.Roots.Count > 0)
        {
            options.RemoteCertificateValidationCallback = new ServerTrust(settings).Accepts;
        }

        return options;
    }
}
