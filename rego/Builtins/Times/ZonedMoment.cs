using NodaTime;

namespace Rego.Builtins.Times;

/// <summary>A moment as a clock in a time zone shows it.</summary>
internal readonly struct ZonedMoment
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    internal ZonedMoment(long nanoseconds, DateTimeZone zone)
    {
        Zone = zone;
        Nanoseconds = nanoseconds;
        UnixSeconds = Math.DivRem(nanoseconds, NanosecondsPerSecond, out var rest);
        if (rest < 0)
        {
            UnixSeconds--;
            rest += NanosecondsPerSecond;
        }

        Nanosecond = (int)rest;
        var interval = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(UnixSeconds));
        Offset = interval.WallOffset.Seconds;
        ZoneName = interval.Name;
        var local = UnixSeconds + Offset;
        DayNumber = Math.DivRem(local, Calendar.SecondsPerDay, out var second);
        if (second < 0)
        {
            DayNumber--;
            second += Calendar.SecondsPerDay;
        }

        SecondOfDay = (int)second;
        (Year, Month, Day) = Calendar.DateOf(DayNumber);
    }

    internal DateTimeZone Zone { get; }

    /// <summary>Since the Unix epoch.</summary>
    internal long Nanoseconds { get; }

    internal long UnixSeconds { get; }

    internal int Nanosecond { get; }

    /// <summary>Seconds east of UTC.</summary>
    internal int Offset { get; }

    internal string ZoneName { get; }

    internal long DayNumber { get; }

    internal int SecondOfDay { get; }

    internal int Year { get; }

    internal int Month { get; }

    internal int Day { get; }

    internal int Hour => SecondOfDay / 3600;

    internal int Minute => SecondOfDay / 60 % 60;

    internal int Second => SecondOfDay % 60;

    /// <summary>0 is Sunday.</summary>
    internal int Weekday => (int)((((DayNumber + 4) % 7) + 7) % 7);

    internal int YearDay => (int)(DayNumber - Calendar.DayNumber(Year, 1, 1)) + 1;

    /// <summary>The seconds since the epoch at which a zone's clock shows the given local seconds.</summary>
    internal static long ToUnixSeconds(long localSeconds, DateTimeZone zone)
    {
        var interval = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(localSeconds));
        var utc = localSeconds - interval.WallOffset.Seconds;
        var instant = Instant.FromUnixTimeSeconds(utc);
        if (interval.HasStart && instant < interval.Start)
        {
            utc = localSeconds - zone.GetUtcOffset(interval.Start - Duration.FromSeconds(1)).Seconds;
        }
        else if (interval.HasEnd && instant >= interval.End)
        {
            utc = localSeconds - zone.GetUtcOffset(interval.End).Seconds;
        }

        return utc;
    }
}
