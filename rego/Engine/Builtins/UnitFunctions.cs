using System.Globalization;
using System.Numerics;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Amounts with units: <c>10Ki</c>, <c>1.5GB</c>.</summary>
internal static class UnitFunctions
{
    private const int MaxExponentDigits = 6;
    private const int FractionDigits = 10;

    internal static IEnumerable<Builtin> All =>
    [
        new("units.parse", StringT, NumberT, Operands.Of<RegoString>(Parse)),
        new("units.parse_bytes", StringT, NumberT, Operands.Of<RegoString>(ParseBytes)),
    ];

    private static RegoValue Parse(BuiltinContext context, RegoString operand)
    {
        var text = operand.Value.Replace("\"", string.Empty, StringComparison.Ordinal);
        if (!TrySplit(context, "units.parse", text, "no amount provided", out var amount, out var unit, out var failure))
        {
            return failure;
        }

        // Only here "m" and "M" differ: a thousandth, and a million.
        unit = unit.Length > 1 ? unit[..1] + unit[1..].ToLowerInvariant() : unit;
        var milli = unit == "m";
        if (!milli && Factor(unit, isM: unit.StartsWith('m') && unit.Length == 1) is null)
        {
            return context.Fail($"units.parse: unit {unit} not recognized");
        }

        if (!TryNumber(amount, out var digits, out var exponent))
        {
            return context.Fail("units.parse: could not parse amount to a number");
        }

        context.Charge(16 + (Math.Abs(exponent) >> 2), Math.Abs(exponent));
        return milli ? Scaled(digits * BigInteger.Parse(MilliNumerator, CultureInfo.InvariantCulture), exponent, shift: 60) : Scaled(digits * Factor(unit, false)!.Value, exponent, shift: 0);
    }

    // The nearest double to 0.001, times 2^60, exactly.
    private const string MilliNumerator = "1152921504606847";

    private static RegoValue ParseBytes(BuiltinContext context, RegoString operand)
    {
        var text = operand.Value.ToLowerInvariant().Replace("\"", string.Empty, StringComparison.Ordinal);
        if (!TrySplit(context, "units.parse_bytes", text, "no byte amount provided", out var amount, out var unit, out var failure))
        {
            return failure;
        }

        var factor = Factor(unit.Length > 1 && unit.EndsWith('b') ? unit[..^1] : unit, isM: false);
        if (factor is null)
        {
            return context.Fail($"units.parse_bytes: byte unit {unit} not recognized");
        }

        if (!TryNumber(amount, out _, out var exponent))
        {
            return context.Fail("units.parse_bytes: could not parse byte amount to a number");
        }

        context.Charge(16 + (Math.Abs(exponent) >> 2), Math.Abs(exponent));
        return ExtendedFloat.TryFrom(RegoNumber.FromText(Spell(amount)), out var value)
            ? RegoNumber.From((value * ExtendedFloat.Exactly(factor.Value)).Truncate())
            : context.Fail("units.parse_bytes: exponent too large");
    }

    private static string Spell(string amount)
    {
        TryNumber(amount, out var digits, out var exponent);
        return $"{digits}e{exponent}";
    }

    /// <summary>The number of base units; null for an unknown unit, and for <c>m</c> where that is a thousandth.</summary>
    private static BigInteger? Factor(string unit, bool isM)
    {
        if (unit.Length == 0)
        {
            return 1;
        }

        var step = "kmgtpe".IndexOf(char.ToLowerInvariant(unit[0]), StringComparison.Ordinal) + 1;
        return step == 0 || isM ? null
            : unit.Length == 1 ? BigInteger.Pow(1000, step)
            : unit.Length == 2 && unit[1] == 'i' ? BigInteger.Pow(1024, step)
            : null;
    }

    /// <summary>digits × factor × 10^exponent / 2^shift with at most ten digits after the point.</summary>
    private static RegoNumber Scaled(BigInteger digits, int exponent, int shift)
    {
        var numerator = exponent > 0 ? digits * BigInteger.Pow(10, exponent) : digits;
        var denominator = (exponent < 0 ? BigInteger.Pow(10, -exponent) : BigInteger.One) << shift;
        var whole = BigInteger.DivRem(numerator, denominator, out var rest);
        if (rest.IsZero)
        {
            return RegoNumber.From(whole);
        }

        // Rounded half away from zero, all places written.
        var scaled = BigInteger.Abs(numerator) * BigInteger.Pow(10, FractionDigits) * 2;
        var rounded = ((scaled / denominator) + 1) / 2;
        var text = rounded.ToString(CultureInfo.InvariantCulture).PadLeft(FractionDigits + 1, '0');
        return RegoNumber.FromText((numerator.Sign < 0 ? "-" : string.Empty) + text[..^FractionDigits] + "." + text[^FractionDigits..]);
    }

    private static bool TrySplit(
        BuiltinContext context, string name, string text, string none, out string amount, out string unit, out RegoValue failure)
    {
        failure = RegoValue.Undefined;
        amount = unit = string.Empty;
        var problem = text.Contains(' ', StringComparison.Ordinal) ? "spaces not allowed in resource strings"
            : !TryEndOfNumber(text, out var end) ? "exponent too large"
            : end == 0 ? none
            : null;
        if (problem is not null)
        {
            failure = context.Fail($"{name}: {problem}");
            return false;
        }

        TryEndOfNumber(text, out end);
        amount = text[..end];
        unit = text[end..];
        return true;
    }

    /// <summary>Where the number ends; an <c>e</c> belongs to it only where an exponent follows.</summary>
    private static bool TryEndOfNumber(string text, out int end)
    {
        for (end = 0; end < text.Length; end++)
        {
            var c = text[end];
            if (c is 'e' or 'E')
            {
                if (end + 1 >= text.Length || !(char.IsAsciiDigit(text[end + 1]) || text[end + 1] is '+' or '-'))
                {
                    return true;
                }

                end += text[end + 1] is '+' or '-' ? 1 : 0;
                if (text.AsSpan(end + 1).IndexOfAnyExceptInRange('0', '9') is var digits && (digits < 0 ? text.Length - end - 1 : digits) > MaxExponentDigits)
                {
                    return false;
                }
            }
            else if (!char.IsAsciiDigit(c) && c is not ('.' or '+' or '-'))
            {
                return true;
            }
        }

        return true;
    }

    private static bool TryNumber(string text, out BigInteger digits, out int exponent)
    {
        digits = default;
        exponent = 0;
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = e < 0 ? text : text[..e];
        if (e >= 0 && !int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var plain = point < 0 ? mantissa : mantissa.Remove(point, 1);
        return mantissa.Length <= 10_000 && BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out digits);
    }
}
