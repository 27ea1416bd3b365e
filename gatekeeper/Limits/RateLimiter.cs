using System.Collections.Concurrent;

namespace Gatekeeper.Limits;

/// <summary>
/// Counts by the generic cell rate algorithm: for each key only the moment is kept up to which its allowance is used, so that a check
/// is one lookup and one exchange.
/// </summary>
internal sealed class RateLimiter(int perSecond, int burstSeconds, int maxPartitions, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Cell> _cells = new();
    private readonly long _interval = Math.Max(1, time.TimestampFrequency / perSecond);
    private readonly long _burst = time.TimestampFrequency * burstSeconds;

    /// <summary>Takes one call of <paramref name="key"/>.</summary>
    /// <param name="key">The caller or address.</param>
    /// <param name="retryAfter">How long to wait, where the allowance is used up.</param>
    public bool TryTake(string key, out TimeSpan retryAfter)
    {
        var cell = CellOf(key);
        var now = time.GetTimestamp();
        while (true)
        {
            var used = Volatile.Read(ref cell.UsedUpTo);
            var next = Math.Max(used, now) + _interval;
            if (next - now > _burst)
            {
                retryAfter = time.GetElapsedTime(now, next - _burst);
                return false;
            }

            if (Interlocked.CompareExchange(ref cell.UsedUpTo, next, used) == used)
            {
                retryAfter = TimeSpan.Zero;
                return true;
            }
        }
    }

    /// <summary>Whether <paramref name="key"/> has any allowance left; takes none.</summary>
    public bool HasAllowance(string key, out TimeSpan retryAfter)
    {
        var now = time.GetTimestamp();
        var over = _cells.TryGetValue(key, out var cell) ? Volatile.Read(ref cell.UsedUpTo) + _interval - now - _burst : 0;
        retryAfter = over > 0 ? time.GetElapsedTime(0, over) : TimeSpan.Zero;
        return over <= 0;
    }

    /// <summary>Whether anything was ever taken of <paramref name="key"/>, as far as that is kept.</summary>
    public bool IsCounted(string key) => _cells.ContainsKey(key);

    private Cell CellOf(string key)
    {
        if (_cells.TryGetValue(key, out var cell))
        {
            return cell;
        }

        // Bounded memory matters more than exact counts under a flood of names.
        if (_cells.Count >= maxPartitions)
        {
            _cells.Clear();
        }

        return _cells.GetOrAdd(key, _ => new Cell());
    }

    private sealed class Cell
    {
        public long UsedUpTo;
    }
}
