using System.Collections.Concurrent;
using Gateway.Hosting.Logging;

namespace Deployer.Hosting;

/// <summary>Bounds what is told of refused peers, of each user by itself: one who asks all the time does not hide why another is refused. Thread-safe.</summary>
internal sealed class PeerLimiter(TimeProvider time)
{
    // A user who has a range of others (subuid(5)) fills no memory.
    private const int MaxUsers = 64;

    private readonly ConcurrentDictionary<uint, LogLimiter> _users = new();
    private readonly LogLimiter _others = new(time);

    /// <inheritdoc cref="LogLimiter.TryTell"/>
    /// <param name="user">Who was refused; null where that is not known.</param>
    /// <param name="untold">How many were not told since the last that was.</param>
    public bool TryTell(uint? user, out long untold) => Of(user).TryTell(out untold);

    private LogLimiter Of(uint? user) =>
        user is not { } id ? _others
        : _users.TryGetValue(id, out var known) ? known
        : _users.Count < MaxUsers ? _users.GetOrAdd(id, _ => new LogLimiter(time))
        : _others;
}
