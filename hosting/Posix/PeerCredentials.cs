using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gateway.Hosting.Posix;

/// <summary>Who is at the other end of a Unix socket, as the kernel knows it (<c>SO_PEERCRED</c> and <c>SO_PEERGROUPS</c>, unix(7)).</summary>
/// <param name="ProcessId">The process that connected.</param>
/// <param name="UserId">Its effective user id then.</param>
/// <param name="Groups">Its groups then: those of the process, whatever the system says of its user; null where the kernel has no word for them, as gVisor has none.</param>
public readonly record struct PeerCredentials(int ProcessId, uint UserId, IReadOnlyCollection<uint>? Groups)
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;
    private const int PeerGroupsOption = 59;

    // The kernel's own bound.
    private const int MaxGroups = 65_536;

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="SocketException">It does not say who it is.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Span<byte> credentials = stackalloc byte[12];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials) == credentials.Length
            ? new(MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<uint>(credentials[4..]), FindGroups(socket, MemoryMarshal.Read<uint>(credentials[8..])))
            : throw new SocketException((int)SocketError.OperationNotSupported);
    }

    private static uint[]? FindGroups(Socket socket, uint primary)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxGroups * sizeof(uint));
        try
        {
            var length = socket.GetRawSocketOption(SocketLevel, PeerGroupsOption, buffer);
            return [primary, .. MemoryMarshal.Cast<byte, uint>(buffer.AsSpan(0, length))];
        }
        catch (SocketException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
