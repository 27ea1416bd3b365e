using System.Globalization;
using System.Numerics;

namespace Gatectl.Policies;

/// <summary>Durations as Go writes and reads them: <c>1.5ms</c>, <c>230µs</c>, <c>1m2.5s</c>.</summary>
internal static class GoDuration
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    internal static string Format(TimeSpan duration) => Format(duration.Ticks * NanosecondsPerTick);

    internal static string Format(long nanoseconds) => nanoseconds switch
    {
        0 => "0s",
        < 0 => "-" + Format(-nanoseconds),
        < 1_000 => Part(nanoseconds, 1, "ns"),
        < 1_000_000 => Part(nanoseconds, 1_000, "µs"),
        < NanosecondsPerSecond => Part(nanoseconds, 1_000_000, "ms"),
        _ => Long(nanoseconds),
    };

    /// <summary>Reads a duration; what is finer than 100 ns is lost.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    internal static TimeSpan Parse(string text)
    {
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        if (rest is "0")
        {
            return TimeSpan.Zero;
        }

        if (rest.IsEmpty)
        {
            throw Invalid(text);
        }

        var total = 0m;
        while (!rest.IsEmpty)
        {
            total += TakePart(text, ref rest);
        }

        return total / NanosecondsPerTick <= long.MaxValue / NanosecondsPerTick
            ? TimeSpan.FromTicks((long)(total / NanosecondsPerTick) * (isNegative ? -1 : 1))
            : throw Invalid(text);
    }

    private static decimal TakePart(string text, ref ReadOnlySpan<char> rest)
    {
        var digits = LengthOf(rest, c => char.IsAsciiDigit(c) || c == '.');
        if (digits == 0 || digits > 20 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw Invalid(text);
        }

        rest = rest[digits..];
        var unit = rest[..LengthOf(rest, c => !char.IsAsciiDigit(c) && c != '.')].ToString();
        rest = rest[unit.Length..];
        return number * (unit switch
        {
            "ns" => 1,
            "us" or "µs" or "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => NanosecondsPerSecond,
            "m" => 60 * NanosecondsPerSecond,
            "h" => 3_600 * NanosecondsPerSecond,
            "" => throw new FormatException($"time: missing unit in duration \"{text}\""),
            _ => throw new FormatException($"time: unknown unit \"{unit}\" in duration \"{text}\""),
        });
    }

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> isIn)
    {
        var length = 0;
        while (length < text.Length && isIn(text[length]))
        {
            length++;
        }

        return length;
    }

    private static FormatException Invalid(string text) => new($"time: invalid duration \"{text}\"");

    private static string Long(long nanoseconds)
    {
        var (minutes, left) = BigInteger.DivRem(nanoseconds, 60 * NanosecondsPerSecond);
        var seconds = Part((long)left, NanosecondsPerSecond, "s");
        var hours = (long)minutes / 60;
        return hours > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{hours}h{(long)minutes % 60}m{seconds}")
            : minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{(long)minutes}m{seconds}") : seconds;
    }

    private static string Part(long value, long unit, string name) =>
        ((decimal)value / unit).ToString("0.#########", CultureInfo.InvariantCulture) + name;
}
