namespace Deployer.Grants;

/// <summary>
/// The time by which grants are judged: the machine's clock, with a memory of the times that it has shown. A clock set back does not bring a grant
/// to life again whose end has been seen to pass; a clock that was wrongly ahead and is set right is followed at once, and what it had shown is
/// set apart: only grants of just that time are refused when it comes. In memory alone, so a restart forgets it; that a grant was used, the
/// journal remembers.
/// </summary>
internal sealed partial class GrantClock(TimeProvider time, ILogger<GrantClock> logger)
{
    // By how much the clock may differ from the monotonic one before it counts as set: what adjusting it slowly does not reach.
    private const int ToleranceSeconds = 2;

    private const int MaxSpans = 64;

    private readonly Lock _lock = new();
    private readonly List<Span> _past = [];
    private Span _now = new(time.GetUtcNow().ToUnixTimeSeconds(), time.GetUtcNow().ToUnixTimeSeconds());
    private DateTimeOffset _wallAtStart = time.GetUtcNow();
    private long _monotonicAtStart = time.GetTimestamp();

    /// <summary>Unix seconds.</summary>
    public long Now()
    {
        lock (_lock)
        {
            return Look();
        }
    }

    /// <summary>Whether this time has come before, or comes now: what ends then is over, whatever the clock shows.</summary>
    /// <param name="end">Unix seconds.</param>
    public bool HasPassed(long end)
    {
        lock (_lock)
        {
            return Look() >= end || _past.Exists(span => span.First <= end && end <= span.Last);
        }
    }

    private long Look()
    {
        var wall = time.GetUtcNow();
        var seconds = wall.ToUnixTimeSeconds();
        var drift = (wall - _wallAtStart - time.GetElapsedTime(_monotonicAtStart)).TotalSeconds;
        if (Math.Abs(drift) > ToleranceSeconds)
        {
            Begin(wall, seconds, drift);
        }

        // Within the tolerance time never goes back.
        _now = _now with { Last = Math.Max(_now.Last, seconds) };
        return _now.Last;
    }

    private void Begin(DateTimeOffset wall, long seconds, double drift)
    {
        // Until it was set, the clock went on as the monotonic one did.
        var last = (_wallAtStart + time.GetElapsedTime(_monotonicAtStart)).ToUnixTimeSeconds();
        _past.Add(_now with { Last = Math.Max(_now.Last, last) });
        if (_past.Count > MaxSpans)
        {
            // Two become one, with what is between them: nothing that is over is let through.
            _past[0] = new Span(Math.Min(_past[0].First, _past[1].First), Math.Max(_past[0].Last, _past[1].Last));
            _past.RemoveAt(1);
        }

        (_now, _wallAtStart, _monotonicAtStart) = (new Span(seconds, seconds), wall, time.GetTimestamp());
        if (drift < 0)
        {
            LogSetBack(logger, -drift, wall);
        }
    }

    [LoggerMessage(EventId = 12003, Level = LogLevel.Warning, Message = "The clock was set back by {Seconds:F0} s, to {Now:u}. Grants that end in a time which it has shown before are refused; if it was wrong then, and not now, a restart of the deployer forgets that time.")]
    private static partial void LogSetBack(ILogger logger, double seconds, DateTimeOffset now);

    private readonly record struct Span(long First, long Last);
}
