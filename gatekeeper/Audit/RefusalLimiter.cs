using Deploy.V1;

namespace Gatekeeper.Audit;

/// <summary>
/// Lets refusals be recorded one by one up to a rate, and counts the rest, so that a flood of bad calls can't fill the disk and none of
/// them goes unmentioned. Thread-safe; its memory does not grow with the flood.
/// </summary>
internal sealed class RefusalLimiter(int maxPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ErrorReason Reason, string Door), long> _counts = [];
    private long _windowStart = time.GetTimestamp();
    private DateTimeOffset _firstCounted;
    private long _firstCountedAt;
    private int _taken;

    /// <summary>Whether a refusal is to be recorded by itself; where not, it has been counted.</summary>
    public bool TryTake(ErrorReason reason, string door)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_windowStart) >= TimeSpan.FromSeconds(1))
            {
                _windowStart = time.GetTimestamp();
                _taken = 0;
            }

            if (_taken < maxPerSecond)
            {
                _taken++;
                return true;
            }

            Count(reason, door);
            return false;
        }
    }

    /// <summary>Takes the counts, where there are any and the second in which they began is over.</summary>
    /// <param name="always">Whether to take them although it is not.</param>
    public RefusalSummary? TakeSummary(bool always = false)
    {
        lock (_gate)
        {
            if (_counts.Count == 0 || (!always && time.GetElapsedTime(_firstCountedAt) < TimeSpan.FromSeconds(1)))
            {
                return null;
            }

            var summary = new RefusalSummary(_firstCounted, _counts.ToDictionary());
            _counts.Clear();
            return summary;
        }
    }

    /// <summary>Puts counts back that could not be recorded.</summary>
    public void Return(RefusalSummary summary)
    {
        lock (_gate)
        {
            _firstCounted = summary.Since;
            _firstCountedAt = time.GetTimestamp();
            foreach (var (key, count) in summary.Counts)
            {
                _counts[key] = _counts.GetValueOrDefault(key) + count;
            }
        }
    }

    private void Count(ErrorReason reason, string door)
    {
        if (_counts.Count == 0)
        {
            _firstCounted = time.GetUtcNow();
            _firstCountedAt = time.GetTimestamp();
        }

        _counts[(reason, door)] = _counts.GetValueOrDefault((reason, door)) + 1;
    }
}
