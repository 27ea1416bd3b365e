using System.Net;

namespace Gatekeeper.Calls;

/// <summary>
/// A connection, as far as calls need to know it: whom it comes from, and whether anything was asked on it. No header says where a call comes
/// from, unless the connection is a trusted proxy's. Thread-safe.
/// </summary>
/// <param name="address">The peer's address as text, or that of the client for whom a trusted proxy made the connection.</param>
/// <param name="isForwarder">Whether it is a trusted proxy's that says in a header of each request for whom it speaks.</param>
internal sealed class ClientConnection(string address, bool isForwarder)
{
    private const string Unknown = "unknown";

    private ITimer? _silence;

    /// <value>Whom the connection comes from, as text.</value>
    public string Address => address;

    /// <value>Whether it is a trusted proxy's that says in a header of each request for whom it speaks.</value>
    public bool IsForwarder => isForwarder;

    /// <summary>The connection of a request; null where it has none of ours.</summary>
    public static ClientConnection? Of(HttpContext http) => http.Features.Get<ClientConnection>();

    /// <summary>The address of a request's connection.</summary>
    public static string AddressOf(HttpContext http) => Of(http)?.Address ?? Describe(http.Connection.RemoteIpAddress);

    /// <summary>An address as text, always the same for the same.</summary>
    public static string Describe(IPAddress? address) => address is null ? Unknown : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    /// <summary>Does something unless a request comes in time.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="end">What to do then.</param>
    /// <param name="time">The clock.</param>
    public void AwaitRequest(TimeSpan timeout, Action end, TimeProvider time)
    {
        _silence = time.CreateTimer(_ => EndIfSilent(end), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _silence.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A request has come, or the connection has ended.</summary>
    public void StopWaiting()
    {
        if (Volatile.Read(ref _silence) is not null)
        {
            Interlocked.Exchange(ref _silence, null)?.Dispose();
        }
    }

    private void EndIfSilent(Action end)
    {
        if (Interlocked.Exchange(ref _silence, null) is { } timer)
        {
            timer.Dispose();
            end();
        }
    }
}
