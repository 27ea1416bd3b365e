using System.Globalization;
using System.Numerics;

namespace Rego.Values;

/// <summary>Exact arithmetic on the decimal texts of numbers, bounded against exponents that would fill the memory.</summary>
internal static class NumberText
{
    /// <summary>Whether a text can stand for an index: digits behind a sign or none, leading zeros among them.</summary>
    internal static bool TryParseIndex(string text, out int index)
    {
        index = 0;
        var digits = text.AsSpan(text is ['-' or '+', ..] ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        digits = digits.TrimStart('0');
        return digits.IsEmpty || (text[0] != '-' && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out index));
    }

    /// <summary>The largest power of ten that is expanded to digits; beyond it numbers are compared by magnitude.</summary>
    internal const int MaxExponent = 4096;

    /// <summary>The digits and the power of ten of a JSON number: value = digits * 10^exponent.</summary>
    internal static (BigInteger Digits, long Exponent) Split(string text)
    {
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = e < 0 ? text.AsSpan() : text.AsSpan(0, e);
        var exponent = 0L;
        if (e >= 0 && !long.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            exponent = text[e + 1] == '-' ? -int.MaxValue : int.MaxValue;
        }

        var point = mantissa.IndexOf('.');
        if (point < 0)
        {
            return (BigInteger.Parse(mantissa, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent);
        }

        var digits = string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        return (BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent - (mantissa.Length - point - 1));
    }

    /// <summary>The number as an integer, where it is one and its exponent is within <see cref="MaxExponent"/>.</summary>
    internal static bool TryGetInteger(string text, out BigInteger value)
    {
        var (digits, exponent) = Split(text);
        value = digits;
        if (exponent > MaxExponent)
        {
            return digits.IsZero;
        }

        if (exponent >= 0)
        {
            value = digits * BigInteger.Pow(10, (int)exponent);
            return true;
        }

        if (exponent < -MaxExponent)
        {
            return digits.IsZero;
        }

        value = BigInteger.DivRem(digits, BigInteger.Pow(10, (int)-exponent), out var rest);
        return rest.IsZero;
    }

    /// <summary>Compares two numbers exactly.</summary>
    internal static int Compare(string left, string right)
    {
        var (a, x) = Split(left);
        var (b, y) = Split(right);
        if (a.Sign != b.Sign || a.IsZero)
        {
            return a.Sign.CompareTo(b.Sign);
        }

        if (Math.Abs(x - y) > MaxExponent)
        {
            return a.Sign * (Magnitude(a) + x).CompareTo(Magnitude(b) + y);
        }

        return x > y ? (a * BigInteger.Pow(10, (int)(x - y))).CompareTo(b) : a.CompareTo(b * BigInteger.Pow(10, (int)(y - x)));
    }

    private static long Magnitude(BigInteger digits) => (long)BigInteger.Log10(BigInteger.Abs(digits));
}
