using System.Globalization;

namespace Gatectl.Policies;

/// <summary>Durations as OPA writes them: <c>1.5ms</c>, <c>230µs</c>, <c>2.1s</c>.</summary>
internal static class GoDuration
{
    internal static string Format(TimeSpan duration)
    {
        var (value, unit) = duration.TotalSeconds >= 1
            ? (duration.TotalSeconds, "s")
            : duration.TotalMilliseconds >= 1
                ? (duration.TotalMilliseconds, "ms")
                : (duration.TotalMicroseconds, "µs");
        return value.ToString("0.######", CultureInfo.InvariantCulture) + unit;
    }
}
