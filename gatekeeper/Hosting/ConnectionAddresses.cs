using System.Collections.Concurrent;
using Gatekeeper.Calls;
using Microsoft.AspNetCore.Connections;

namespace Gatekeeper.Hosting;

/// <summary>Which connection comes from which address, for what the server tells of a connection by its id alone. As many as are open.</summary>
internal sealed class ConnectionAddresses
{
    private const string Unknown = "unknown";

    private readonly ConcurrentDictionary<string, string> _addresses = new(StringComparer.Ordinal);

    /// <summary>The address of an open connection.</summary>
    public string Of(string connection) => _addresses.GetValueOrDefault(connection, Unknown);

    /// <summary>Notes the address of a connection for as long as it lasts.</summary>
    public async Task NoteAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var id = connection.ConnectionId;
        _addresses[id] = connection.Features.Get<ClientConnection>()?.Address ?? Unknown;
        try
        {
            await next(connection);
        }
        finally
        {
            _addresses.TryRemove(id, out _);
        }
    }
}
