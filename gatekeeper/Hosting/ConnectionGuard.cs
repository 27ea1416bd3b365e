using System.Net;
using Gatekeeper.Calls;
using Gatekeeper.Limits;
using Gateway.Hosting.Logging;
using Microsoft.AspNetCore.Connections;

namespace Gatekeeper.Hosting;

/// <summary>
/// The first to see a connection: finds out whom it comes from, closes it where its address has too many, and ends it where nothing is asked
/// on it in time, the handshake of TLS included.
/// </summary>
internal sealed partial class ConnectionGuard(ServerLimits limits, TrustedProxies proxies, TimeProvider time, ILogger<ConnectionGuard> logger)
{
    private readonly KeyedSlots _open = new(limits.MaxConnectionsPerAddress);
    private readonly LogLimiter _crowds = new(time);
    private readonly LogLimiter _heads = new(time);

    /// <summary>Lets a connection in, or closes it.</summary>
    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        var isProxy = proxies.Contains(peer);
        var address = peer;
        if (isProxy && proxies.SpeakProxyProtocol)
        {
            try
            {
                address = await ReadHeadAsync(connection) ?? peer;
                isProxy = address == peer;
            }
            catch (Exception e) when (e is InvalidDataException or OperationCanceledException or IOException)
            {
                Refuse(connection, _heads, ClientConnection.Describe(peer), LogNoHead);
                return;
            }
        }

        // A proxy has the connections of many.
        using var slot = isProxy || address is null ? null : _open.TryEnter(AddressKeys.Of(address));
        if (slot is null && !isProxy && address is not null)
        {
            Refuse(connection, _crowds, AddressKeys.Of(address), LogCrowd);
            return;
        }

        await ServeAsync(connection, new ClientConnection(ClientConnection.Describe(address), isProxy && !proxies.SpeakProxyProtocol), next);
    }

    private async Task ServeAsync(ConnectionContext connection, ClientConnection client, ConnectionDelegate next)
    {
        connection.Features.Set(client);
        client.AwaitRequest(limits.FirstRequestTimeout, () => connection.Abort(new ConnectionAbortedException("Nothing was asked in time.")), time);
        try
        {
            await next(connection);
        }
        finally
        {
            client.StopWaiting();
        }
    }

    private async Task<IPAddress?> ReadHeadAsync(ConnectionContext connection)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        deadline.CancelAfter(limits.HandshakeTimeout);
        return await ProxyProtocol.ReadAsync(connection.Transport.Input, deadline.Token);
    }

    private void Refuse(ConnectionContext connection, LogLimiter told, string address, Action<ILogger, string, long> log)
    {
        if (told.TryTell(out var untold))
        {
            log(logger, address, untold);
        }

        connection.Abort(new ConnectionAbortedException("Refused."));
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "{Address} has as many connections as one address may have (Gatekeeper:Limits:MaxConnectionsPerAddress): another was closed. Is it a proxy, name it in Gatekeeper:TrustedProxies:Addresses. ({Untold} more such connections since the last that was told)")]
    private static partial void LogCrowd(ILogger logger, string address, long untold);

    [LoggerMessage(EventId = 6102, Level = LogLevel.Warning, Message = "{Address} is a trusted proxy, but began a connection without a head of the PROXY protocol, version 2, of a connection of TCP: it was closed. Let the proxy send one, or set Gatekeeper:TrustedProxies:Protocol to x-forwarded-for. ({Untold} more such connections since the last that was told)")]
    private static partial void LogNoHead(ILogger logger, string address, long untold);
}
