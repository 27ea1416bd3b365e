using System.Globalization;
using System.Text.RegularExpressions;

namespace Deployer.Destinations;

/// <summary>Durations as data have them: <c>1h30m</c>, <c>500ms</c>; the units are h, m, s, ms, us and ns.</summary>
internal static partial class Durations
{
    private const int MaxLength = 64;

    /// <summary>Reads a duration; null where <paramref name="text"/> is none, or is not above zero and at most <paramref name="max"/>.</summary>
    public static TimeSpan? TryParse(string text, TimeSpan max)
    {
        decimal ticks = 0;
        var rest = text.Length <= MaxLength ? text.AsSpan() : [];
        while (!rest.IsEmpty)
        {
            if (Part().EnumerateMatches(rest) is var parts && !parts.MoveNext())
            {
                return null;
            }

            var part = rest[..parts.Current.Length];
            var number = part[..(part.LastIndexOfAnyInRange('0', '9') + 1)];
            ticks += decimal.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * TicksOf(part[number.Length..]);
            rest = rest[part.Length..];
        }

        return ticks >= 1 && ticks <= max.Ticks ? TimeSpan.FromTicks((long)ticks) : null;
    }

    /// <summary>Writes a duration in the form that is read here.</summary>
    public static string Format(TimeSpan time)
    {
        var seconds = (time.Ticks % TimeSpan.TicksPerMinute) / (decimal)TimeSpan.TicksPerSecond;
        (decimal Number, string Unit)[] parts = [((long)time.TotalHours, "h"), (time.Minutes, "m"), (seconds, "s")];
        return string.Concat(parts.Where(part => part.Number > 0).Select(part => part.Number.ToString("0.#######", CultureInfo.InvariantCulture) + part.Unit));
    }

    private static decimal TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => TimeSpan.TicksPerHour,
        "m" => TimeSpan.TicksPerMinute,
        "s" => TimeSpan.TicksPerSecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "us" => TimeSpan.TicksPerMicrosecond,
        _ => 0.01m,
    };

    [GeneratedRegex("^[0-9]{1,15}([.][0-9]{1,9})?(ms|us|ns|h|m|s)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
