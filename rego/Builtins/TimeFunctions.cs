using System.Numerics;
using NodaTime;
using Rego.Builtins.Times;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Moments as nanoseconds since the Unix epoch, within what 64 bits hold (the years 1677 to 2262).</summary>
internal static class TimeFunctions
{
    private const string WrongTime = "operand 1 must be either number (ns) or [number (ns), string (tz)] but got ";
    private const long MaxDateStep = 1_000_000;

    private static readonly RegoType Moment = OneOf(NumberT, TupleOf(NumberT, StringT));
    private static readonly RegoType Formatted = OneOf(NumberT, TupleOf(NumberT, StringT), TupleOf(NumberT, StringT, StringT));

    internal static IEnumerable<Builtin> All =>
    [
        new("time.now_ns", NumberT, context => RegoNumber.From(context.NowNanoseconds)) { IsPure = false },
        new("time.parse_ns", StringT, StringT, NumberT, Operands.Of<RegoString, RegoString>((c, layout, value) => Parse(c, GoLayout.Resolve(layout.Value), value.Value))),
        new("time.parse_rfc3339_ns", StringT, NumberT, Operands.Of<RegoString>(ParseRfc3339)),
        new("time.parse_duration_ns", StringT, NumberT, Operands.Of<RegoString>(ParseDuration)),
        new("time.format", Formatted, StringT, Format),
        new("time.date", Moment, TupleOf(NumberT, NumberT, NumberT), (c, a) => On(c, a, t => Numbers(t.Year, t.Month, t.Day))),
        new("time.clock", Moment, TupleOf(NumberT, NumberT, NumberT), (c, a) => On(c, a, t => Numbers(t.Hour, t.Minute, t.Second))),
        new("time.weekday", Moment, StringT, (c, a) => On(c, a, t => RegoString.From(Calendar.Weekdays[t.Weekday]))),
        new("time.add_date", new FunctionType([NumberT, NumberT, NumberT, NumberT], NumberT), AddDate),
        new("time.diff", Moment, Moment, TupleOf(NumberT, NumberT, NumberT, NumberT, NumberT, NumberT), Difference),
    ];

    private static RegoArray Numbers(params ReadOnlySpan<long> numbers)
    {
        var values = new RegoValue[numbers.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = RegoNumber.From(numbers[i]);
        }

        return RegoArray.Own(values);
    }

    private static RegoValue ParseRfc3339(BuiltinContext context, RegoString text)
    {
        if (Rfc3339.TryParse(text.Value, out var nanoseconds))
        {
            context.Charge(4);
            return RegoNumber.From(nanoseconds);
        }

        return Parse(context, GoLayout.Rfc3339, text.Value);
    }

    private static RegoValue Parse(BuiltinContext context, string layout, string value)
    {
        context.Charge(8 + layout.Length + value.Length);
        try
        {
            return InRange(context, GoTimeParser.Parse(layout, value));
        }
        catch (FormatException e)
        {
            return context.Fail(e.Message);
        }
    }

    private static RegoValue InRange(BuiltinContext context, BigInteger nanoseconds) =>
        nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue ? RegoNumber.From((long)nanoseconds) : context.Fail("time outside of valid range");

    private static RegoValue ParseDuration(BuiltinContext context, RegoString text)
    {
        context.Charge(1 + text.Value.Length);
        return GoDuration.TryParse(text.Value) is { } nanoseconds
            ? RegoNumber.From(nanoseconds)
            : context.Fail($"time: invalid duration {GoText.Quote(text.Value)}");
    }

    private static RegoValue On(BuiltinContext context, RegoValue operand, Func<ZonedMoment, RegoValue> function) =>
        TryMoment(context, operand, out var moment, out _, out var failure) ? function(moment) : failure;

    private static RegoValue Format(BuiltinContext context, RegoValue operand)
    {
        if (!TryMoment(context, operand, out var moment, out var layout, out var failure))
        {
            return failure;
        }

        context.Charge(8 + layout.Length);
        return context.Text(GoTimeFormat.Format(moment, layout.Length == 0 ? GoLayout.Rfc3339Nano : GoLayout.Resolve(layout)));
    }

    /// <summary>The moment of an operand: a number, or an array of a number, a time zone and a layout.</summary>
    private static bool TryMoment(BuiltinContext context, RegoValue operand, out ZonedMoment moment, out string layout, out RegoValue failure)
    {
        moment = default;
        layout = string.Empty;
        var parts = operand is RegoArray array ? array.Items : [operand];
        if (operand is not (RegoNumber or RegoArray { Count: > 0 }))
        {
            failure = context.FailType(WrongTime + operand.TypeName);
            return false;
        }

        if (parts[0] is not RegoNumber number)
        {
            failure = context.FailType(1, "number", parts[0]);
            return false;
        }

        var zone = DateTimeZone.Utc;
        if (!TryZone(context, parts, ref zone, ref layout, out failure))
        {
            return false;
        }

        if (!ExtendedFloat.TryFrom(number, out var value) || !value.IsInteger || value.Truncate() is var whole && (whole < long.MinValue || whole > long.MaxValue))
        {
            failure = context.Fail("timestamp too big");
            return false;
        }

        context.Charge(8, 64);
        moment = new ZonedMoment((long)value.Truncate(), zone);
        return true;
    }

    private static bool TryZone(BuiltinContext context, ReadOnlySpan<RegoValue> parts, ref DateTimeZone zone, ref string layout, out RegoValue failure)
    {
        failure = RegoValue.Undefined;
        if (parts.Length > 1 && parts[1] is not RegoString)
        {
            failure = context.FailType(1, "string", parts[1]);
            return false;
        }

        // The engine's local time is UTC: a decision does not depend on where it is made.
        var name = parts.Length > 1 ? ((RegoString)parts[1]).Value : string.Empty;
        if (name is not ("" or "UTC" or "Local"))
        {
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not { } found)
            {
                failure = context.Fail($"unknown time zone {name}");
                return false;
            }

            zone = found;
        }

        if (parts.Length > 2 && parts[2] is not RegoString)
        {
            failure = context.FailType(1, "string", parts[2]);
            return false;
        }

        layout = parts.Length > 2 ? ((RegoString)parts[2]).Value : string.Empty;
        return true;
    }

    private static RegoValue AddDate(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (!TryMoment(context, operands[0], out var t, out _, out var failure))
        {
            return failure;
        }

        Span<long> steps = [0, 0, 0];
        for (var i = 0; i < 3; i++)
        {
            if (operands[i + 1] is not RegoNumber { IsInt64: true } step)
            {
                return operands[i + 1] is RegoNumber ? context.FailInteger(i + 2) : context.FailType(i + 2, "number", operands[i + 1]);
            }

            steps[i] = step.Integer;
        }

        if (steps.ContainsAnyExceptInRange(-MaxDateStep, MaxDateStep))
        {
            return context.Fail("time outside of valid range");
        }

        var days = Calendar.DayNumber(t.Year + steps[0], t.Month + steps[1], t.Day + steps[2]);
        var local = new BigInteger(days) * Calendar.SecondsPerDay + t.SecondOfDay;
        var inReach = BigInteger.Abs(local) < 200_000_000_000;
        var seconds = inReach ? ZonedMoment.ToUnixSeconds((long)local, t.Zone) : local;
        return InRange(context, (seconds * 1_000_000_000) + t.Nanosecond);
    }

    private static RegoValue Difference(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (!TryMoment(context, a, out var from, out _, out var failure) || !TryMoment(context, b, out var to, out _, out failure))
        {
            return failure;
        }

        to = new ZonedMoment(to.Nanoseconds, from.Zone);
        if (from.Nanoseconds > to.Nanoseconds)
        {
            (from, to) = (to, from);
        }

        Span<long> parts =
        [
            to.Year - from.Year, to.Month - from.Month, to.Day - from.Day, to.Hour - from.Hour, to.Minute - from.Minute, to.Second - from.Second,
        ];
        Borrow(parts, 5, 60);
        Borrow(parts, 4, 60);
        Borrow(parts, 3, 24);
        Borrow(parts, 2, Calendar.DaysIn(from.Month, from.Year));
        Borrow(parts, 1, 12);
        return Numbers(parts);
    }

    private static void Borrow(Span<long> parts, int at, int size)
    {
        if (parts[at] < 0)
        {
            parts[at] += size;
            parts[at - 1]--;
        }
    }
}
