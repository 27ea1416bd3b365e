using System.Globalization;

namespace Rego.Builtins.Times;

/// <summary>Durations as Go spells them: <c>1h30m</c>, <c>1.5s</c>, <c>-200ms</c>; and days of 24 hours, <c>1d</c>.</summary>
internal static class GoDuration
{
    /// <summary>The nanoseconds; null where the text is no duration or does not fit.</summary>
    internal static long? TryParse(string text)
    {
        var rest = text.AsSpan();
        var negative = rest.StartsWith('-');
        rest = rest.StartsWith('-') || rest.StartsWith('+') ? rest[1..] : rest;
        if (rest is "0")
        {
            return 0;
        }

        if (rest.IsEmpty)
        {
            return null;
        }

        var total = UInt128.Zero;
        while (!rest.IsEmpty)
        {
            if (!TryReadPart(rest, out var part, out var length))
            {
                return null;
            }

            rest = rest[length..];
            total += part;
            if (total > (UInt128)long.MaxValue + 1)
            {
                return null;
            }
        }

        return negative ? (long)-(Int128)total : total <= long.MaxValue ? (long)total : null;
    }

    private static bool TryReadPart(ReadOnlySpan<char> text, out UInt128 nanoseconds, out int length)
    {
        nanoseconds = default;
        var whole = text[..DigitCount(text)];
        length = whole.Length;
        var fraction = length < text.Length && text[length] == '.' ? text.Slice(length + 1, DigitCount(text[(length + 1)..])) : default;
        length += length < text.Length && text[length] == '.' ? fraction.Length + 1 : 0;
        var unitLength = 0;
        while (length + unitLength < text.Length && text[length + unitLength] is not ('.' or (>= '0' and <= '9')))
        {
            unitLength++;
        }

        var unit = UnitOf(text.Slice(length, unitLength));
        length += unitLength;
        if ((whole.IsEmpty && fraction.IsEmpty)
            || unit == 0
            || !ulong.TryParse(whole.IsEmpty ? "0" : whole, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            || amount > 1UL << 63)
        {
            return false;
        }

        // Fractions are rounded as doubles are; more than 18 digits say nothing.
        var kept = fraction[..Math.Min(fraction.Length, 18)];
        var part = kept.IsEmpty ? 0 : long.Parse(kept, NumberStyles.None, CultureInfo.InvariantCulture) * (unit / Math.Pow(10, kept.Length));
        nanoseconds = ((UInt128)amount * (ulong)unit) + (ulong)part;
        return true;
    }

    private static int DigitCount(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text.Length : length;
    }

    private static long UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        "d" => 86_400_000_000_000,
        _ => 0,
    };
}
