using System.Globalization;
using System.Numerics;

namespace Rego.Values;

/// <summary>
/// A binary floating-point number with 64 bits of mantissa, rounded half to even: the arithmetic that Rego's operators are
/// defined by for everything beyond small integers.
/// </summary>
internal readonly struct ExtendedFloat : IComparable<ExtendedFloat>
{
    /// <summary>The largest decimal exponent that takes part in arithmetic.</summary>
    internal const int MaxDecimalExponent = 50_000;

    private const int Precision = 64;

    private readonly BigInteger _mantissa;
    private readonly int _exponent;

    private ExtendedFloat(BigInteger mantissa, int exponent)
    {
        _mantissa = mantissa;
        _exponent = mantissa.IsZero ? 0 : exponent;
    }

    /// <summary>Whether it is negative.</summary>
    internal bool IsNegative => _mantissa.Sign < 0;

    /// <summary>Whether it is zero.</summary>
    internal bool IsZero => _mantissa.IsZero;

    /// <summary>One half.</summary>
    internal static ExtendedFloat Half => new(BigInteger.One, -1);

    /// <summary>Whether it has no part after the point.</summary>
    internal bool IsInteger => _exponent >= 0 || (_mantissa & ((BigInteger.One << -_exponent) - 1)).IsZero;

    /// <summary>The nearest value to a number; false where its exponent is out of <see cref="MaxDecimalExponent"/>.</summary>
    internal static bool TryFrom(RegoNumber number, out ExtendedFloat value)
    {
        if (number.IsInt64)
        {
            value = new ExtendedFloat(number.Integer, 0);
            return true;
        }

        var (digits, power) = NumberText.Split(number.Text);
        var inRange = Math.Abs(power) <= MaxDecimalExponent && number.Text.Length <= MaxDecimalExponent;
        value = !inRange ? default
            : power >= 0 ? Round(digits * BigInteger.Pow(10, (int)power), 0)
            : Divide(digits, BigInteger.Pow(10, (int)-power), 0);
        return inRange || digits.IsZero;
    }

    /// <summary>An integer, exactly.</summary>
    internal static ExtendedFloat Exactly(BigInteger value) => new(value, 0);

    /// <inheritdoc/>
    public int CompareTo(ExtendedFloat other)
    {
        var low = Math.Min(_exponent, other._exponent);
        return (_mantissa << (_exponent - low)).CompareTo(other._mantissa << (other._exponent - low));
    }

    /// <summary>The integer part.</summary>
    internal BigInteger Truncate() => _exponent >= 0 ? _mantissa << _exponent : BigInteger.Divide(_mantissa, BigInteger.One << -_exponent);

    /// <summary>The value without its sign.</summary>
    internal ExtendedFloat Abs() => new(BigInteger.Abs(_mantissa), _exponent);

    /// <summary>The sum.</summary>
    public static ExtendedFloat operator +(ExtendedFloat a, ExtendedFloat b)
    {
        var low = Math.Min(a._exponent, b._exponent);
        return Round((a._mantissa << (a._exponent - low)) + (b._mantissa << (b._exponent - low)), low);
    }

    /// <summary>The difference.</summary>
    public static ExtendedFloat operator -(ExtendedFloat a, ExtendedFloat b) => a + new ExtendedFloat(-b._mantissa, b._exponent);

    /// <summary>The product.</summary>
    public static ExtendedFloat operator *(ExtendedFloat a, ExtendedFloat b) => Round(a._mantissa * b._mantissa, a._exponent + b._exponent);

    /// <summary>The quotient; <paramref name="b"/> is not zero.</summary>
    public static ExtendedFloat operator /(ExtendedFloat a, ExtendedFloat b) => Divide(a._mantissa, b._mantissa, a._exponent - b._exponent);

    /// <summary>The number with the fewest digits that still means this value.</summary>
    internal RegoNumber ToNumber(int precision = Precision)
    {
        if (IsInteger)
        {
            var whole = Truncate();
            if (BigInteger.Abs(whole).GetBitLength() <= precision)
            {
                return RegoNumber.From(whole);
            }
        }

        var digits = Shortest(precision);
        var sign = IsNegative ? "-" : string.Empty;
        return RegoNumber.FromText(sign + Text(digits, IsInteger));
    }

    private static string Text(DecimalDigits digits, bool isInteger)
    {
        if (isInteger)
        {
            return digits.ToFixed(0);
        }

        var power = digits.Exponent - 1;
        return power is < -4 or >= 6 ? digits.ToScientific(digits.Count - 1, 'e') : digits.ToFixed(Math.Max(digits.Count - digits.Exponent, 0));
    }

    /// <summary>The value with fewer bits of mantissa.</summary>
    internal ExtendedFloat RoundTo(int bits) => Round(_mantissa, _exponent, bits);

    private static ExtendedFloat Round(BigInteger mantissa, int exponent, int precision = Precision)
    {
        var excess = (int)(BigInteger.Abs(mantissa).GetBitLength() - precision);
        if (excess <= 0)
        {
            return new ExtendedFloat(mantissa, exponent);
        }

        var magnitude = BigInteger.Abs(mantissa);
        var kept = magnitude >> excess;
        var rest = magnitude - (kept << excess);
        var order = rest.CompareTo(BigInteger.One << (excess - 1));
        if (order > 0 || (order == 0 && !kept.IsEven))
        {
            kept++;
        }

        return new ExtendedFloat(mantissa.Sign * kept, exponent + excess);
    }

    private static ExtendedFloat Divide(BigInteger a, BigInteger b, int exponent)
    {
        // Two bits more than are kept, and a last bit that tells whether anything was cut off.
        var shift = (int)Math.Max(0, Precision + 2 - BigInteger.Abs(a).GetBitLength() + BigInteger.Abs(b).GetBitLength());
        var quotient = BigInteger.DivRem(BigInteger.Abs(a) << shift, BigInteger.Abs(b), out var rest);
        quotient = (quotient << 1) | (rest.IsZero ? BigInteger.Zero : BigInteger.One);
        return Round(a.Sign * b.Sign * quotient, exponent - shift - 1);
    }

    private DecimalDigits Shortest(int precision)
    {
        // All decimals between the two bounds, half a unit of the last place away, mean this value.
        var magnitude = BigInteger.Abs(_mantissa);
        var shift = (int)(precision + 1 - magnitude.GetBitLength());
        var mantissa = shift >= 0 ? magnitude << shift : magnitude >> -shift;
        var exponent = _exponent - shift;
        var digits = DecimalDigits.FromBinary(magnitude, _exponent);
        var lower = DecimalDigits.FromBinary(mantissa - 1, exponent);
        var upper = DecimalDigits.FromBinary(mantissa + 1, exponent);
        Shorten(digits, lower, upper, boundsIncluded: (mantissa & 2).IsZero);
        return digits;
    }

    private static void Shorten(DecimalDigits digits, DecimalDigits lower, DecimalDigits upper, bool boundsIncluded)
    {
        for (var i = 0; i < digits.Count; i++)
        {
            char low = lower.At(i), here = digits.At(i), high = upper.At(i);
            var down = low != here || (boundsIncluded && i + 1 == lower.Count);
            var up = here != high && (boundsIncluded || here + 1 < high || i + 1 < upper.Count);
            if (!down && !up)
            {
                continue;
            }

            if (down && up)
            {
                digits.Round(i + 1);
            }
            else if (down)
            {
                digits.RoundDown(i + 1);
            }
            else
            {
                digits.RoundUp(i + 1);
            }

            return;
        }
    }
}
