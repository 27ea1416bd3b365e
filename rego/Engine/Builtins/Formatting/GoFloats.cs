using System.Globalization;
using System.Text;
using Rego.Values;

namespace Rego.Builtins.Formatting;

/// <summary>Doubles by Go's verbs.</summary>
internal static class GoFloats
{
    /// <summary>The text, or null where the verb is none for numbers with a point.</summary>
    internal static string? Print(double number, string verb, FormatFlags flags)
    {
        var plain = verb switch
        {
            "v" => Format(number, 'g', flags.Precision),
            "g" or "G" or "x" or "X" or "b" => Format(number, verb[0], flags.Precision),
            "e" or "E" => Format(number, verb[0], flags.Precision < 0 ? 6 : flags.Precision),
            "f" or "F" => Format(number, 'f', flags.Precision < 0 ? 6 : flags.Precision),
            _ => null,
        };
        return plain is null ? null : Finish(plain, double.IsNegative(number), verb[0], flags);
    }

    /// <summary>The number without its sign, as <c>strconv.FormatFloat</c> writes it; a negative precision: as many digits as are needed.</summary>
    internal static string Format(double number, char verb, int precision)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : "Inf";
        }

        switch (verb)
        {
            case 'x' or 'X': return Hexadecimal(number, verb, precision);
            case 'b': return Binary(number);
        }

        var shortest = precision < 0;
        var digits = shortest ? DecimalDigits.ShortestOf(number) : DecimalDigits.FromDouble(number);
        switch (verb)
        {
            case 'f':
                digits.Round(digits.Exponent + precision >= 0 && !shortest ? digits.Exponent + precision : digits.Count);
                return !shortest && digits.Exponent + precision < 0
                    ? ZeroOf(precision)
                    : digits.ToFixed(shortest ? Math.Max(digits.Count - digits.Exponent, 0) : precision);
            case 'e' or 'E':
                precision = shortest ? Math.Max(digits.Count - 1, 0) : precision;
                digits.Round(precision + 1);
                return digits.ToScientific(precision, verb);
            default:
                return General(digits, verb, shortest ? 6 : precision == 0 ? 1 : precision, shortest);
        }
    }

    private static string ZeroOf(int precision) => precision > 0 ? "0." + new string('0', precision) : "0";

    private static string General(DecimalDigits digits, char verb, int precision, bool shortest)
    {
        if (!shortest)
        {
            digits.Round(precision);
        }

        var limit = !shortest && precision > digits.Count && digits.Count >= digits.Exponent ? digits.Count : precision;
        limit = shortest ? 6 : limit;
        var power = digits.Exponent - 1;
        return digits.Count > 0 && (power < -4 || power >= limit)
            ? digits.ToScientific(digits.Count - 1, verb == 'G' ? 'E' : 'e')
            : digits.ToFixed(Math.Max(digits.Count - digits.Exponent, 0));
    }

    private static string Finish(string plain, bool negative, char verb, FormatFlags flags)
    {
        var sign = negative ? "-" : flags.Plus ? "+" : flags.Space ? " " : string.Empty;
        if (plain[0] is 'I' or 'N')
        {
            sign = plain[0] == 'I' && sign.Length == 0 && flags.SharpV ? "+" : plain[0] == 'I' && sign.Length == 0 ? "+" : sign;
            return (flags with { Zero = false }).Pad(sign + plain);
        }

        plain = flags.Sharp && verb != 'b' ? WithPoint(plain, verb, flags.Precision) : plain;
        if (sign.Length > 0 && flags.Zero && !flags.Minus && flags.Width > plain.Length + 1)
        {
            return sign + plain.PadLeft(flags.Width - 1, '0');
        }

        return flags.Pad(sign + plain);
    }

    /// <summary>The sharp flag: always a point, and the digits that were asked for.</summary>
    private static string WithPoint(string plain, char verb, int precision)
    {
        var hex = verb is 'x' or 'X';
        var tailAt = plain.AsSpan().IndexOfAny(hex ? "pP" : "eE");
        var tail = tailAt < 0 ? string.Empty : plain[tailAt..];
        var number = tailAt < 0 ? plain : plain[..tailAt];
        var missing = verb is 'v' or 'g' or 'G' or 'x' ? (precision < 0 ? 6 : precision) : 0;
        var significant = number.AsSpan().TrimStart("0.");
        missing -= significant.Length - significant.Count('.');
        if (!number.Contains('.', StringComparison.Ordinal))
        {
            missing -= number == "0" ? 1 : 0;
            number += ".";
        }

        return number + new string('0', Math.Max(0, missing)) + tail;
    }

    private static string Binary(double number)
    {
        var (mantissa, exponent) = Parts(number);
        return $"{mantissa}p{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}";
    }

    private static string Hexadecimal(double number, char verb, int precision)
    {
        var (mantissa, exponent) = Parts(number);
        if (mantissa == 0)
        {
            exponent = 0;
        }
        else
        {
            // One bit before the point, 52 behind it.
            var shift = System.Numerics.BitOperations.LeadingZeroCount((ulong)mantissa) - 11;
            mantissa <<= shift;
            exponent += 52 - shift;
        }

        if (precision is >= 0 and < 13)
        {
            (mantissa, exponent) = RoundHex(mantissa, exponent, precision);
        }

        var fraction = (mantissa & 0xF_FFFF_FFFF_FFFF).ToString("x13", CultureInfo.InvariantCulture);
        fraction = precision < 0 ? fraction.TrimEnd('0') : fraction.PadRight(precision, '0')[..precision];
        var text = new StringBuilder("0x").Append(mantissa >> 52).Append(fraction.Length > 0 ? "." : string.Empty).Append(fraction);
        text.Append('p').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
        return verb == 'X' ? text.ToString().ToUpperInvariant() : text.ToString();
    }

    private static (long Mantissa, int Exponent) RoundHex(long mantissa, int exponent, int precision)
    {
        var drop = 4 * (13 - precision);
        var half = 1L << (drop - 1);
        var rest = mantissa & ((1L << drop) - 1);
        mantissa >>= drop;
        mantissa += rest > half || (rest == half && (mantissa & 1) == 1) ? 1 : 0;
        mantissa <<= drop;
        return mantissa >> 53 != 0 ? (mantissa >> 1, exponent + 1) : (mantissa, exponent);
    }

    private static (long Mantissa, int Exponent) Parts(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var biased = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        return biased == 0 ? (fraction, -1074) : (fraction | (1L << 52), biased - 1075);
    }
}
