using System.Collections.Frozen;

namespace Rego.Builtins.Times;

/// <summary>A layout of Go's <c>time</c> package, cut into fields and the text between them.</summary>
internal static class GoLayout
{
    internal const string Rfc3339 = "2006-01-02T15:04:05Z07:00";
    internal const string Rfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00";

    private static readonly FrozenDictionary<string, string> Named = new Dictionary<string, string>
    {
        ["ANSIC"] = "Mon Jan _2 15:04:05 2006",
        ["UnixDate"] = "Mon Jan _2 15:04:05 MST 2006",
        ["RubyDate"] = "Mon Jan 02 15:04:05 -0700 2006",
        ["RFC822"] = "02 Jan 06 15:04 MST",
        ["RFC822Z"] = "02 Jan 06 15:04 -0700",
        ["RFC850"] = "Monday, 02-Jan-06 15:04:05 MST",
        ["RFC1123"] = "Mon, 02 Jan 2006 15:04:05 MST",
        ["RFC1123Z"] = "Mon, 02 Jan 2006 15:04:05 -0700",
        ["RFC3339"] = Rfc3339,
        ["RFC3339Nano"] = Rfc3339Nano,
    }.ToFrozenDictionary();

    // Of two that begin alike the longer one stands first.
    private static readonly (string Text, LayoutField Field)[] Fields =
    [
        ("January", LayoutField.LongMonth), ("Jan", LayoutField.ShortMonth), ("Monday", LayoutField.LongWeekday), ("Mon", LayoutField.ShortWeekday),
        ("MST", LayoutField.ZoneName), ("002", LayoutField.ZeroYearDay), ("01", LayoutField.ZeroMonth), ("02", LayoutField.ZeroDay),
        ("03", LayoutField.ZeroHour12), ("04", LayoutField.ZeroMinute), ("05", LayoutField.ZeroSecond), ("06", LayoutField.ShortYear),
        ("15", LayoutField.Hour), ("1", LayoutField.Month), ("2006", LayoutField.LongYear), ("2", LayoutField.Day),
        ("_2006", LayoutField.UnderLongYear), ("__2", LayoutField.UnderYearDay), ("_2", LayoutField.UnderDay), ("3", LayoutField.Hour12), ("4", LayoutField.Minute),
        ("5", LayoutField.Second), ("PM", LayoutField.UpperPm), ("pm", LayoutField.LowerPm), ("-070000", LayoutField.OffsetSeconds),
        ("-07:00:00", LayoutField.OffsetColonSeconds), ("-0700", LayoutField.Offset), ("-07:00", LayoutField.OffsetColon), ("-07", LayoutField.OffsetShort),
        ("Z070000", LayoutField.ZOffsetSeconds), ("Z07:00:00", LayoutField.ZOffsetColonSeconds), ("Z0700", LayoutField.ZOffset),
        ("Z07:00", LayoutField.ZOffsetColon), ("Z07", LayoutField.ZOffsetShort),
    ];

    /// <summary>The layout behind a name such as <c>RFC1123</c>; any other text is a layout itself.</summary>
    internal static string Resolve(string nameOrLayout) => Named.GetValueOrDefault(nameOrLayout, nameOrLayout);

    /// <summary>The first field at or behind a position: the text before it ends at <paramref name="start"/>, it itself at <paramref name="end"/>.</summary>
    internal static LayoutField Next(string layout, int from, out int start, out int end)
    {
        for (start = from; start < layout.Length; start++)
        {
            var field = At(layout, ref start, out end);
            if (field != LayoutField.None)
            {
                return field;
            }
        }

        end = start = layout.Length;
        return LayoutField.None;
    }

    private static LayoutField At(string layout, ref int start, out int end)
    {
        end = start;
        var c = layout[start];
        if (c is '.' or ',')
        {
            return Fraction(layout, start, out end);
        }

        foreach (var (text, field) in Fields)
        {
            if (string.CompareOrdinal(layout, start, text, 0, text.Length) != 0
                || (field is LayoutField.ShortMonth or LayoutField.ShortWeekday && start + 3 < layout.Length && char.IsAsciiLetterLower(layout[start + 3])))
            {
                continue;
            }

            end = start + text.Length;
            if (field != LayoutField.UnderLongYear)
            {
                return field;
            }

            start++;
            return LayoutField.LongYear;
        }

        return LayoutField.None;
    }

    private static LayoutField Fraction(string layout, int start, out int end)
    {
        end = start + 1;
        if (end >= layout.Length || layout[end] is not ('0' or '9'))
        {
            return LayoutField.None;
        }

        var digit = layout[end];
        while (end < layout.Length && layout[end] == digit)
        {
            end++;
        }

        return end < layout.Length && char.IsAsciiDigit(layout[end]) ? LayoutField.None
            : digit == '0' ? LayoutField.FractionFixed
            : LayoutField.FractionTrimmed;
    }
}
