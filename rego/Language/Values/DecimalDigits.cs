using System.Globalization;
using System.Numerics;
using System.Text;

namespace Rego.Values;

/// <summary>
/// A positive decimal number as its significant digits: 0.d1d2d3… × 10^<see cref="Exponent"/>, without zeros at the end. Rounds to
/// even, as Go's formatting does.
/// </summary>
internal sealed class DecimalDigits
{
    private readonly StringBuilder _digits;

    private DecimalDigits(string digits, int exponent)
    {
        _digits = new StringBuilder(digits);
        Exponent = exponent;
        Trim();
    }

    /// <summary>How many digits there are; none for zero.</summary>
    internal int Count => _digits.Length;

    /// <summary>The power of ten; 0 for zero.</summary>
    internal int Exponent { get; private set; }

    /// <summary>The digits of <paramref name="mantissa"/> × 2^<paramref name="exponent"/>, exactly.</summary>
    internal static DecimalDigits FromBinary(BigInteger mantissa, int exponent)
    {
        if (mantissa.IsZero)
        {
            return new DecimalDigits(string.Empty, 0);
        }

        var integer = exponent >= 0 ? mantissa << exponent : mantissa * BigInteger.Pow(5, -exponent);
        var digits = integer.ToString(CultureInfo.InvariantCulture);
        return new DecimalDigits(digits, digits.Length + Math.Min(exponent, 0));
    }

    /// <summary>The digits of a finite double, exactly.</summary>
    internal static DecimalDigits FromDouble(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        return biased == 0 ? FromBinary(fraction, -1074) : FromBinary(fraction | (1L << 52), biased - 1075);
    }

    /// <summary>The shortest digits that still mean this double.</summary>
    internal static DecimalDigits ShortestOf(double value)
    {
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var power = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var significant = digits.TrimStart('0');
        return significant.Length == 0
            ? new DecimalDigits(string.Empty, 0)
            : new DecimalDigits(significant, whole - (digits.Length - significant.Length) + power);
    }

    /// <summary>The digit at a position; zero beyond the last.</summary>
    internal char At(int index) => index >= 0 && index < _digits.Length ? _digits[index] : '0';

    /// <summary>Keeps <paramref name="count"/> digits, rounding half to even.</summary>
    internal void Round(int count)
    {
        if (count < 0 || count >= _digits.Length)
        {
            return;
        }

        if (ShouldRoundUp(count))
        {
            RoundUp(count);
        }
        else
        {
            RoundDown(count);
        }
    }

    /// <summary>Keeps <paramref name="count"/> digits, towards zero.</summary>
    internal void RoundDown(int count)
    {
        if (count < _digits.Length)
        {
            _digits.Length = Math.Max(count, 0);
            Trim();
        }
    }

    /// <summary>Keeps <paramref name="count"/> digits, away from zero.</summary>
    internal void RoundUp(int count)
    {
        if (count < 0 || count >= _digits.Length)
        {
            return;
        }

        while (count > 0 && _digits[count - 1] == '9')
        {
            count--;
        }

        if (count == 0)
        {
            _digits.Clear().Append('1');
            Exponent++;
            return;
        }

        _digits[count - 1]++;
        _digits.Length = count;
    }

    /// <summary>Plain notation with a fixed number of places after the point, without a sign.</summary>
    internal string ToFixed(int places)
    {
        var text = new StringBuilder();
        if (Exponent > 0)
        {
            for (var i = 0; i < Exponent; i++)
            {
                text.Append(At(i));
            }
        }
        else
        {
            text.Append('0');
        }

        text.Append(places > 0 ? "." : string.Empty);
        for (var i = 0; i < places; i++)
        {
            text.Append(At(Exponent + i));
        }

        return text.ToString();
    }

    /// <summary>Exponent notation with a fixed number of places after the point: <c>1.5e+06</c>, without a sign.</summary>
    internal string ToScientific(int places, char letter)
    {
        var text = new StringBuilder().Append(At(0)).Append(places > 0 ? "." : string.Empty);
        for (var i = 1; i <= places; i++)
        {
            text.Append(At(i));
        }

        var power = Count == 0 ? 0 : Exponent - 1;
        text.Append(letter).Append(power < 0 ? '-' : '+').Append(Math.Abs(power).ToString("00", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private bool ShouldRoundUp(int count)
    {
        var exactlyHalf = _digits[count] == '5' && count + 1 == _digits.Length;
        return exactlyHalf ? count > 0 && (_digits[count - 1] - '0') % 2 != 0 : _digits[count] >= '5';
    }

    private void Trim()
    {
        while (_digits.Length > 0 && _digits[^1] == '0')
        {
            _digits.Length--;
        }

        if (_digits.Length == 0)
        {
            Exponent = 0;
        }
    }
}
