namespace Gateway.Hosting.Audit;

/// <summary>
/// Lets refusals be recorded one by one up to a rate, and counts the rest, so that a flood of bad calls can't fill the disk and none of
/// them goes unmentioned. Thread-safe; its memory does not grow with the flood, as long as reasons and places are a few of the program's own.
/// </summary>
/// <param name="maxPerSecond">How many are recorded one by one, a second.</param>
/// <param name="place">What the records call that which was come through or called: <c>door</c>, <c>method</c>.</param>
/// <param name="time">The clock.</param>
public sealed class RefusalLimiter(int maxPerSecond, string place, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Reason, string At), long> _counts = [];
    private long _windowStart = time.GetTimestamp();
    private DateTimeOffset _firstCounted;
    private long _firstCountedAt;
    private int _taken;

    /// <summary>Whether a refusal is to be recorded by itself; where not, it has been counted.</summary>
    /// <param name="reason">Why it was refused: one of a fixed set.</param>
    /// <param name="at">What was come through or called: one of a fixed set.</param>
    public bool TryTake(string reason, string at)
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

            Count(reason, at);
            return false;
        }
    }

    /// <summary>Counts a refusal that was to be recorded by itself and could not be.</summary>
    /// <inheritdoc cref="TryTake"/>
    public void Miss(string reason, string at)
    {
        lock (_gate)
        {
            Count(reason, at);
        }
    }

    /// <summary>Records the counts, where there are any and their second is over: what <see cref="TamperEvidentLog.Open"/> has called.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="always">Whether to record them although the second is not over.</param>
    public void Summarize(TamperEvidentLog log, bool always)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (TakeSummary(always) is { } summary && !log.TryRecordEvent("summary", summary.ToMembers(place), () => Return(summary)))
        {
            Return(summary);
        }
    }

    /// <summary>Takes the counts, where there are any and the second in which they began is over.</summary>
    /// <param name="always">Whether to take them although it is not.</param>
    internal RefusalSummary? TakeSummary(bool always = false)
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
    private void Return(RefusalSummary summary)
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

    private void Count(string reason, string at)
    {
        if (_counts.Count == 0)
        {
            _firstCounted = time.GetUtcNow();
            _firstCountedAt = time.GetTimestamp();
        }

        _counts[(reason, at)] = _counts.GetValueOrDefault((reason, at)) + 1;
    }
}
