using System.Globalization;
using System.Numerics;
using Rego.Values;

namespace Rego.Builtins.Times;

/// <summary>Reads moments by Go's layouts. Without a zone in the text it is UTC.</summary>
internal sealed class GoTimeParser
{
    private readonly string _layout;
    private readonly string _value;
    private int _at;
    private int _year;
    private int _month = -1;
    private int _day = -1;
    private int _yearDay = -1;
    private int _hour;
    private int _minute;
    private int _second;
    private int _nanosecond;
    private int _offset;
    private bool? _afternoon;

    private GoTimeParser(string layout, string value)
    {
        _layout = layout;
        _value = value;
    }

    /// <summary>The moment in nanoseconds since the Unix epoch, of any size.</summary>
    /// <exception cref="FormatException">The value does not fit the layout.</exception>
    internal static BigInteger Parse(string layout, string value)
    {
        var parser = new GoTimeParser(layout, value);
        parser.ReadAll();
        return parser.Result();
    }

    private FormatException OutOfRange(string what) => new($"parsing time {GoText.Quote(_value)}: {what} out of range");

    private FormatException Mismatch(ReadOnlySpan<char> element) =>
        new($"parsing time {GoText.Quote(_value)} as {GoText.Quote(_layout)}: cannot parse {GoText.Quote(_value[_at..])} as {GoText.Quote(element.ToString())}");

    private void ReadAll()
    {
        for (var at = 0; ;)
        {
            var field = GoLayout.Next(_layout, at, out var start, out var end);
            SkipText(_layout.AsSpan(at, start - at));
            if (field == LayoutField.None)
            {
                break;
            }

            ReadField(field, _layout.AsSpan(start, end - start), end);
            at = end;
        }

        if (_at < _value.Length)
        {
            throw new FormatException($"parsing time {GoText.Quote(_value)}: extra text: {GoText.Quote(_value[_at..])}");
        }
    }

    /// <summary>Text between fields; blanks match any number of blanks, none at the value's end.</summary>
    private void SkipText(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == ' ')
            {
                if (_at < _value.Length && _value[_at] != ' ')
                {
                    throw Mismatch(text);
                }

                i += text[i..].Length - text[i..].TrimStart(' ').Length;
                _at += _value.AsSpan(_at).Length - _value.AsSpan(_at).TrimStart(' ').Length;
                continue;
            }

            if (_at >= _value.Length || _value[_at] != text[i])
            {
                throw Mismatch(text);
            }

            _at++;
            i++;
        }
    }

    private void ReadField(LayoutField field, ReadOnlySpan<char> spelling, int end)
    {
        switch (field)
        {
            case LayoutField.LongYear: _year = ReadDigits(4, 4, spelling); break;
            case LayoutField.ShortYear: _year = ReadDigits(2, 2, spelling); _year += _year >= 69 ? 1900 : 2000; break;
            case LayoutField.LongMonth: _month = ReadName(Calendar.Months, 0, spelling) + 1; break;
            case LayoutField.ShortMonth: _month = ReadName(Calendar.Months, 3, spelling) + 1; break;
            case LayoutField.Month or LayoutField.ZeroMonth: ReadMonth(field, spelling); break;
            case LayoutField.LongWeekday: ReadName(Calendar.Weekdays, 0, spelling); break;
            case LayoutField.ShortWeekday: ReadName(Calendar.Weekdays, 3, spelling); break;
            case LayoutField.Day or LayoutField.UnderDay or LayoutField.ZeroDay: ReadDay(field, spelling); break;
            case LayoutField.UnderYearDay or LayoutField.ZeroYearDay: ReadYearDay(field, spelling); break;
            case LayoutField.Hour: _hour = Below(ReadDigits(1, 2, spelling), 24, "hour"); break;
            case LayoutField.Hour12: _hour = Below(ReadDigits(1, 2, spelling), 13, "hour"); break;
            case LayoutField.ZeroHour12: _hour = Below(ReadDigits(2, 2, spelling), 13, "hour"); break;
            case LayoutField.Minute: _minute = Below(ReadDigits(1, 2, spelling), 60, "minute"); break;
            case LayoutField.ZeroMinute: _minute = Below(ReadDigits(2, 2, spelling), 60, "minute"); break;
            case LayoutField.Second: ReadSecond(1, spelling, end); break;
            case LayoutField.ZeroSecond: ReadSecond(2, spelling, end); break;
            case LayoutField.UpperPm: ReadHalf("AM", "PM", spelling); break;
            case LayoutField.LowerPm: ReadHalf("am", "pm", spelling); break;
            case LayoutField.ZoneName: ReadZoneName(spelling); break;
            case LayoutField.FractionFixed: ReadFraction(spelling.Length - 1, spelling); break;
            case LayoutField.FractionTrimmed: ReadOptionalFraction(); break;
            default: ReadOffset(spelling); break;
        }
    }

    private int Below(int value, int bound, string what) => value < bound ? value : throw OutOfRange(what);

    private bool IsDigitAt(int at) => at < _value.Length && char.IsAsciiDigit(_value[at]);

    private int ReadDigits(int least, int most, ReadOnlySpan<char> spelling)
    {
        var length = 0;
        while (length < most && IsDigitAt(_at + length))
        {
            length++;
        }

        if (length < least)
        {
            throw Mismatch(spelling);
        }

        var number = int.Parse(_value.AsSpan(_at, length), NumberStyles.None, CultureInfo.InvariantCulture);
        _at += length;
        return number;
    }

    private int ReadName(string[] names, int length, ReadOnlySpan<char> spelling)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var name = length == 0 ? names[i] : names[i][..length];
            if (_value.AsSpan(_at).StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                _at += name.Length;
                return i;
            }
        }

        throw Mismatch(spelling);
    }

    private void ReadMonth(LayoutField field, ReadOnlySpan<char> spelling)
    {
        _month = ReadDigits(field == LayoutField.ZeroMonth ? 2 : 1, 2, spelling);
        if (_month is 0 or > 12)
        {
            throw OutOfRange("month");
        }
    }

    private void ReadDay(LayoutField field, ReadOnlySpan<char> spelling)
    {
        _at += field == LayoutField.UnderDay && _at < _value.Length && _value[_at] == ' ' ? 1 : 0;
        _day = ReadDigits(field == LayoutField.ZeroDay ? 2 : 1, 2, spelling);
    }

    private void ReadYearDay(LayoutField field, ReadOnlySpan<char> spelling)
    {
        var blanks = 0;
        while (field == LayoutField.UnderYearDay && blanks < 2 && _at < _value.Length && _value[_at] == ' ')
        {
            _at++;
            blanks++;
        }

        _yearDay = ReadDigits(3 - blanks, 3 - blanks, spelling);
    }

    private void ReadSecond(int least, ReadOnlySpan<char> spelling, int end)
    {
        _second = Below(ReadDigits(least, 2, spelling), 60, "second");

        // A fraction may follow though the layout has none.
        var follows = GoLayout.Next(_layout, end, out _, out _);
        if (follows is not (LayoutField.FractionFixed or LayoutField.FractionTrimmed))
        {
            ReadOptionalFraction();
        }
    }

    private void ReadOptionalFraction()
    {
        if (_at >= _value.Length || _value[_at] is not ('.' or ',') || !IsDigitAt(_at + 1))
        {
            return;
        }

        var digits = 1;
        while (IsDigitAt(_at + 1 + digits))
        {
            digits++;
        }

        ReadFraction(digits, ".9");
    }

    private void ReadFraction(int digits, ReadOnlySpan<char> spelling)
    {
        if (_at + digits >= _value.Length || _value[_at] is not ('.' or ',') || _value.AsSpan(_at + 1, digits).ContainsAnyExceptInRange('0', '9'))
        {
            throw Mismatch(spelling);
        }

        var fraction = _value.Substring(_at + 1, digits).PadRight(9, '0')[..9];
        _nanosecond = int.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture);
        _at += digits + 1;
    }

    private void ReadHalf(string morning, string afternoon, ReadOnlySpan<char> spelling)
    {
        var isAfternoon = _value.AsSpan(_at).StartsWith(afternoon, StringComparison.Ordinal);
        if (!isAfternoon && !_value.AsSpan(_at).StartsWith(morning, StringComparison.Ordinal))
        {
            throw Mismatch(spelling);
        }

        _afternoon = isAfternoon;
        _at += 2;
    }

    private void ReadOffset(ReadOnlySpan<char> spelling)
    {
        if (spelling[0] == 'Z' && _at < _value.Length && _value[_at] == 'Z')
        {
            _at++;
            return;
        }

        var hasColon = spelling.Contains(':');
        var text = _at + spelling.Length <= _value.Length ? _value.AsSpan(_at, spelling.Length) : default;
        if (text.IsEmpty || text[0] is not ('+' or '-'))
        {
            throw Mismatch(spelling);
        }

        Span<int> parts = [0, 0, 0];
        for (int part = 0, i = 1; i < text.Length; part++, i += 2)
        {
            if (part > 0 && hasColon && text[i++] != ':')
            {
                throw Mismatch(spelling);
            }

            if (!char.IsAsciiDigit(text[i]) || !char.IsAsciiDigit(text[i + 1]))
            {
                throw Mismatch(spelling);
            }

            parts[part] = ((text[i] - '0') * 10) + (text[i + 1] - '0');
        }

        CheckOffset(parts);
        _offset = (text[0] == '-' ? -1 : 1) * ((parts[0] * 3600) + (parts[1] * 60) + parts[2]);
        _at += spelling.Length;
    }

    private void CheckOffset(ReadOnlySpan<int> parts)
    {
        // Some write offsets of 24 hours or 60 minutes.
        if (parts[0] > 24 || parts[1] > 60 || parts[2] > 60)
        {
            throw OutOfRange(parts[0] > 24 ? "time zone offset hour" : parts[1] > 60 ? "time zone offset minute" : "time zone offset second");
        }
    }

    /// <summary>A zone's abbreviation; but for UTC it tells nothing about the offset.</summary>
    private void ReadZoneName(ReadOnlySpan<char> spelling)
    {
        var rest = _value.AsSpan(_at);
        var length = rest.StartsWith("UTC") ? 3 : ZoneNameLength(rest);
        if (length == 0)
        {
            throw Mismatch(spelling);
        }

        _at += length;
    }

    private static int ZoneNameLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 3)
        {
            return 0;
        }

        if (text.StartsWith("ChST") || text.StartsWith("MeST"))
        {
            return 4;
        }

        if (text.StartsWith("GMT"))
        {
            return 3 + SignedOffsetLength(text[3..]);
        }

        if (text[0] is '+' or '-')
        {
            return SignedOffsetLength(text);
        }

        var upper = text.IndexOfAnyExceptInRange('A', 'Z');
        upper = upper < 0 ? text.Length : upper;
        return upper switch
        {
            3 => 3,
            4 when text[3] == 'T' || text.StartsWith("WITA") => 4,
            5 when text[4] == 'T' => 5,
            _ => 0,
        };
    }

    private static int SignedOffsetLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('+' or '-'))
        {
            return 0;
        }

        var digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length - 1 : digits;
        return digits > 0 && int.TryParse(text.Slice(1, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 23
            ? 1 + digits
            : 0;
    }

    private BigInteger Result()
    {
        _hour = _afternoon switch
        {
            true when _hour < 12 => _hour + 12,
            false when _hour == 12 => 0,
            _ => _hour,
        };
        ResolveDay();
        var seconds = (Calendar.DayNumber(_year, _month, _day) * Calendar.SecondsPerDay) + (_hour * 3600) + (_minute * 60) + _second - _offset;
        return (new BigInteger(seconds) * 1_000_000_000) + _nanosecond;
    }

    private void ResolveDay()
    {
        if (_yearDay >= 0)
        {
            if (_yearDay < 1 || _yearDay > (Calendar.IsLeap(_year) ? 366 : 365))
            {
                throw OutOfRange("day-of-year");
            }

            var (_, month, day) = Calendar.DateOf(Calendar.DayNumber(_year, 1, 1) + _yearDay - 1);
            if ((_month >= 0 && _month != month) || (_day >= 0 && _day != day))
            {
                throw new FormatException($"parsing time {GoText.Quote(_value)}: day-of-year does not match {(_month >= 0 && _month != month ? "month" : "day")}");
            }

            (_month, _day) = (month, day);
            return;
        }

        _month = _month < 0 ? 1 : _month;
        _day = _day < 0 ? 1 : _day;
        if (_day < 1 || _day > Calendar.DaysIn(_month, _year))
        {
            throw OutOfRange("day");
        }
    }
}
