namespace Gateway.Hosting.Logging;

/// <summary>
/// Keeps a line that others can cause from filling a log: it is told at once, and then once a minute with the number of those in between.
/// Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class LogLimiter(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _toldAt;
    private string _what = "";
    private long _untold;

    /// <summary>Whether to tell it now; where not, it has been counted.</summary>
    /// <param name="untold">How many were not told since the last that was.</param>
    public bool TryTell(out long untold) => TryTell("", out untold);

    /// <summary>Whether to tell it now, which is so as well where it is another than before.</summary>
    /// <param name="what">What there is to tell.</param>
    /// <param name="untold">How many were not told since the last that was.</param>
    public bool TryTell(string what, out long untold)
    {
        lock (_gate)
        {
            if (_toldAt is { } told && what == _what && time.GetElapsedTime(told) < Interval)
            {
                untold = ++_untold;
                return false;
            }

            (untold, _untold) = (_untold, 0);
            (_toldAt, _what) = (time.GetTimestamp(), what);
            return true;
        }
    }

    /// <summary>It is over: the next one is told at once.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            (_toldAt, _untold) = (null, 0);
        }
    }
}
