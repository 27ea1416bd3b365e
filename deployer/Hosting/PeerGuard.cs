using System.Net.Sockets;
using Gateway.Hosting.Posix;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Deployer.Hosting;

/// <summary>
/// Lets only connections of allowed users through, before a byte of theirs is read, and of those none whose process has the deployer's own
/// group, which may read its keys. What the kernel does not say is a no.
/// </summary>
internal sealed partial class PeerGuard(IReadOnlyCollection<uint> allowedUserIds, uint? ownGroup, TimeProvider time, ILogger<PeerGuard> logger)
{
    private readonly PeerLimiter _refusals = new(time);

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
                    return !MayHaveOwnGroup(peer);
                }

                if (_refusals.TryTell(peer.UserId, out var untold))
                {
                    LogRefused(logger, Accounts.UserName(peer.UserId), peer.UserId, peer.ProcessId, untold);
                }

                return false;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }

        if (_refusals.TryTell(null, out var more))
        {
            LogUnknown(logger, more);
        }

        return false;
    }

    // A process has the groups that it was started with: more than its user's, or those of before.
    private bool MayHaveOwnGroup(PeerCredentials peer)
    {
        if (ownGroup is not { } group || peer.Groups?.Contains(group) == false)
        {
            return false;
        }

        if (!_refusals.TryTell(peer.UserId, out var untold))
        {
            return true;
        }

        if (peer.Groups is null)
        {
            LogNoGroups(logger, Accounts.UserName(peer.UserId), peer.UserId, peer.ProcessId, Accounts.GroupName(group), untold);
        }
        else
        {
            LogGroup(logger, Accounts.UserName(peer.UserId), peer.UserId, peer.ProcessId, Accounts.GroupName(group), untold);
        }

        return true;
    }

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Refused a connection of user {UserName} ({UserId}), process {ProcessId}: it was started with the deployer's own group {Group}, which may read its keys. Start it anew without that group. {Untold} more refused since the last that was told.")]
    private static partial void LogGroup(ILogger logger, string userName, uint userId, int processId, string group, long untold);

    [LoggerMessage(EventId = 2104, Level = LogLevel.Warning, Message = "Refused a connection of user {UserName} ({UserId}), process {ProcessId}: this system's kernel does not say which groups it has (SO_PEERGROUPS), so it may have the deployer's own group {Group}, which may read its keys. Run both programs with the socket's group as the primary one. {Untold} more refused since the last that was told.")]
    private static partial void LogNoGroups(ILogger logger, string userName, uint userId, int processId, string group, long untold);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Refused a connection of user {UserName} ({UserId}), process {ProcessId}: Deployer:AllowedPeerUsers does not name it. {Untold} more refused since the last that was told.")]
    private static partial void LogRefused(ILogger logger, string userName, uint userId, int processId, long untold);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "Refused a connection of an unknown user. {Untold} more refused since the last that was told.")]
    private static partial void LogUnknown(ILogger logger, long untold);
}
