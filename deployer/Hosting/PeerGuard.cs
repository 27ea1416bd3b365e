using System.Net.Sockets;
using Gateway.Hosting.Posix;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Deployer.Hosting;

/// <summary>
/// Lets only connections of allowed users through, before a byte of theirs is read, and of those none whose process has the deployer's own
/// group, which may read its keys. What the kernel does not say is a no.
/// </summary>
internal sealed partial class PeerGuard(IReadOnlyCollection<uint> allowedUserIds, uint? ownGroup, ILogger<PeerGuard> logger)
{
    /// <summary>Guards a connection.</summary>
    public Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (IsAllowed(connection))
        {
            return next(connection);
        }

        connection.Abort(new ConnectionAbortedException("The peer is not allowed."));
        return Task.CompletedTask;
    }

    private bool IsAllowed(ConnectionContext connection)
    {
        try
        {
            if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            {
                var peer = PeerCredentials.Of(socket);
                if (allowedUserIds.Contains(peer.UserId))
                {
                    return !HasOwnGroup(peer);
                }

                LogRefused(logger, Accounts.UserName(peer.UserId), peer.UserId, peer.ProcessId);
                return false;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }

        LogUnknown(logger);
        return false;
    }

    // A process has the groups that it was started with: more than its user's, or those of before.
    private bool HasOwnGroup(PeerCredentials peer)
    {
        if (ownGroup is not { } group || !peer.Groups.Contains(group))
        {
            return false;
        }

        LogGroup(logger, Accounts.UserName(peer.UserId), peer.UserId, peer.ProcessId, Accounts.GroupName(group));
        return true;
    }

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Refused a connection of user {UserName} ({UserId}), process {ProcessId}: it was started with the deployer's own group {Group}, which may read its keys. Start it anew without that group.")]
    private static partial void LogGroup(ILogger logger, string userName, uint userId, int processId, string group);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Refused a connection of user {UserName} ({UserId}), process {ProcessId}: Deployer:AllowedPeerUsers does not name it.")]
    private static partial void LogRefused(ILogger logger, string userName, uint userId, int processId);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "Refused a connection of an unknown user.")]
    private static partial void LogUnknown(ILogger logger);
}
