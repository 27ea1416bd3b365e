using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gateway.Hosting.Posix;

/// <summary>Who is at the other end of a Unix socket, as the kernel knows it (<c>SO_PEERCRED</c>, unix(7)).</summary>
/// <param name="ProcessId">The process that connected.</param>
/// <param name="UserId">Its effective user id then.</param>
public readonly record struct PeerCredentials(int ProcessId, uint UserId)
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="SocketException">It does not say.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Span<byte> credentials = stackalloc byte[12];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials) == credentials.Length
            ? new(MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<uint>(credentials[4..]))
            : throw new SocketException((int)SocketError.OperationNotSupported);
    }
}
