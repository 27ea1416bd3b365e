namespace Rego.Builtins.Times;

/// <summary>The proleptic Gregorian calendar on day numbers.</summary>
internal static class Calendar
{
    internal const long SecondsPerDay = 86_400;

    internal static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    internal static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    internal static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    internal static int DaysIn(int month, long year) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Days since 1970-01-01; a month beyond 1 … 12 and any day carry over.</summary>
    internal static long DayNumber(long year, long month, long day)
    {
        year += Math.DivRem(month - 1, 12, out var rest);
        if (rest < 0)
        {
            rest += 12;
            year--;
        }

        // Years begin in March here, so that the leap day comes last; eras have 400 years.
        var m = rest + 1;
        year -= m <= 2 ? 1 : 0;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = ((153 * (m + (m > 2 ? -3 : 9))) + 2) / 5;
        return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear + day - 1 - 719_468;
    }

    /// <summary>The date of a day number.</summary>
    internal static (int Year, int Month, int Day) DateOf(long dayNumber)
    {
        dayNumber += 719_468;
        var era = (dayNumber >= 0 ? dayNumber : dayNumber - 146_096) / 146_097;
        var dayOfEra = dayNumber - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var m = ((5 * dayOfYear) + 2) / 153;
        var month = m < 10 ? m + 3 : m - 9;
        return ((int)(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0)), (int)month, (int)(dayOfYear - (((153 * m) + 2) / 5) + 1));
    }
}
