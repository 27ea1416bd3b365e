using System.Globalization;
using System.Text;

namespace Rego.Builtins.Times;

/// <summary>Formats moments by Go's layouts.</summary>
internal static class GoTimeFormat
{
    internal static string Format(in ZonedMoment moment, string layout)
    {
        var text = new StringBuilder(layout.Length + 8);
        for (var at = 0; at < layout.Length;)
        {
            var field = GoLayout.Next(layout, at, out var start, out var end);
            text.Append(layout, at, start - at);
            AppendField(text, moment, field, layout.AsSpan(start, end - start));
            at = end;
        }

        return text.ToString();
    }

    private static void AppendField(StringBuilder text, in ZonedMoment t, LayoutField field, ReadOnlySpan<char> spelling)
    {
        switch (field)
        {
            case LayoutField.LongYear: AppendNumber(text, t.Year, 4); break;
            case LayoutField.ShortYear: AppendNumber(text, Math.Abs(t.Year) % 100, 2); break;
            case LayoutField.LongMonth: text.Append(Calendar.Months[t.Month - 1]); break;
            case LayoutField.ShortMonth: text.Append(Calendar.Months[t.Month - 1], 0, 3); break;
            case LayoutField.Month: text.Append(t.Month); break;
            case LayoutField.ZeroMonth: AppendNumber(text, t.Month, 2); break;
            case LayoutField.LongWeekday: text.Append(Calendar.Weekdays[t.Weekday]); break;
            case LayoutField.ShortWeekday: text.Append(Calendar.Weekdays[t.Weekday], 0, 3); break;
            case LayoutField.Day: text.Append(t.Day); break;
            case LayoutField.UnderDay: AppendPadded(text, t.Day, 2); break;
            case LayoutField.ZeroDay: AppendNumber(text, t.Day, 2); break;
            case LayoutField.UnderYearDay: AppendPadded(text, t.YearDay, 3); break;
            case LayoutField.ZeroYearDay: AppendNumber(text, t.YearDay, 3); break;
            case LayoutField.Hour: AppendNumber(text, t.Hour, 2); break;
            case LayoutField.Hour12: text.Append(TwelveHours(t.Hour)); break;
            case LayoutField.ZeroHour12: AppendNumber(text, TwelveHours(t.Hour), 2); break;
            case LayoutField.Minute: text.Append(t.Minute); break;
            case LayoutField.ZeroMinute: AppendNumber(text, t.Minute, 2); break;
            case LayoutField.Second: text.Append(t.Second); break;
            case LayoutField.ZeroSecond: AppendNumber(text, t.Second, 2); break;
            case LayoutField.UpperPm: text.Append(t.Hour >= 12 ? "PM" : "AM"); break;
            case LayoutField.LowerPm: text.Append(t.Hour >= 12 ? "pm" : "am"); break;
            case LayoutField.ZoneName: text.Append(t.ZoneName); break;
            case LayoutField.FractionFixed or LayoutField.FractionTrimmed: AppendFraction(text, t.Nanosecond, field, spelling); break;
            case LayoutField.None: break;
            default: AppendOffset(text, t.Offset, spelling); break;
        }
    }

    private static int TwelveHours(int hour) => hour % 12 == 0 ? 12 : hour % 12;

    private static void AppendNumber(StringBuilder text, int number, int digits) =>
        text.Append(number < 0 ? "-" : string.Empty).Append(Math.Abs(number).ToString("D" + digits, CultureInfo.InvariantCulture));

    private static void AppendPadded(StringBuilder text, int number, int width) =>
        text.Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(width));

    private static void AppendFraction(StringBuilder text, int nanosecond, LayoutField field, ReadOnlySpan<char> spelling)
    {
        var digits = nanosecond.ToString("D9", CultureInfo.InvariantCulture);
        digits = digits.PadRight(spelling.Length - 1, '0')[..(spelling.Length - 1)];
        digits = field == LayoutField.FractionTrimmed ? digits.TrimEnd('0') : digits;
        if (digits.Length > 0)
        {
            text.Append(spelling[0]).Append(digits);
        }
    }

    private static void AppendOffset(StringBuilder text, int offset, ReadOnlySpan<char> spelling)
    {
        if (spelling[0] == 'Z' && offset == 0)
        {
            text.Append('Z');
            return;
        }

        var magnitude = Math.Abs(offset);
        var colon = spelling.Contains(':') ? ":" : string.Empty;
        text.Append(offset < 0 ? '-' : '+');
        AppendNumber(text, magnitude / 3600, 2);
        if (spelling.Length > 3)
        {
            text.Append(colon);
            AppendNumber(text, magnitude / 60 % 60, 2);
        }

        if (spelling.Length > 6)
        {
            text.Append(colon);
            AppendNumber(text, magnitude % 60, 2);
        }
    }
}
