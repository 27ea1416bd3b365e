using System.Globalization;

namespace Rego.Builtins.Times;

/// <summary>The usual form of RFC 3339, in UTC: <c>2026-11-30T12:00:00Z</c>, with or without a fraction. Read without allocating.</summary>
internal static class Rfc3339
{
    private const int FractionAt = 19;
    private const int MaxFractionDigits = 9;
    private const int FirstYear = 1970;
    private const int LastYear = 2200;

    /// <summary>Reads a moment; false for any other form, valid or not, which the general reader has to judge.</summary>
    /// <param name="text">The text.</param>
    /// <param name="nanoseconds">The nanoseconds since the Unix epoch.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (text.Length <= FractionAt || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z')
        {
            return false;
        }

        if (!TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)
            || !TryNumber(text[11..13], out var hour) || !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second)
            || !TryFraction(text[FractionAt..^1], out var fraction))
        {
            return false;
        }

        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;
        nanoseconds = (ticks * TimeSpan.NanosecondsPerTick) + fraction;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<char> text, out int nanoseconds)
    {
        nanoseconds = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != '.' || text.Length - 1 is < 1 or > MaxFractionDigits || !TryNumber(text[1..], out nanoseconds))
        {
            return false;
        }

        for (var digits = text.Length - 1; digits < MaxFractionDigits; digits++)
        {
            nanoseconds *= 10;
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int value) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
