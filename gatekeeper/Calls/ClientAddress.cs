using Microsoft.AspNetCore.Connections;

namespace Gatekeeper.Calls;

/// <summary>The peer's address as text, made once a connection. From the connection itself: no header says where a call comes from.</summary>
internal sealed record ClientAddress(string Text)
{
    private const string Unknown = "unknown";

    /// <summary>The address of the request's connection.</summary>
    public static string Of(HttpContext http) =>
        http.Features.Get<ClientAddress>()?.Text ?? Describe(http.Connection.RemoteIpAddress);

    /// <summary>Notes the address of a connection that has just been accepted.</summary>
    public static Task NoteAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Features.Set(new ClientAddress(Describe((connection.RemoteEndPoint as System.Net.IPEndPoint)?.Address)));
        return next(connection);
    }

    private static string Describe(System.Net.IPAddress? address)
    {
        if (address is null)
        {
            return Unknown;
        }

        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
