using System.Globalization;
using System.Numerics;
using System.Text;

namespace Rego.Builtins.Formatting;

/// <summary>Integers in other radixes.</summary>
internal static class Radix
{
    /// <summary>The digits of a number that is not negative; the radix is 2, 8, 10 or 16.</summary>
    internal static string Digits(BigInteger value, int radix)
    {
        switch (radix)
        {
            case 10: return value.ToString(CultureInfo.InvariantCulture);
            case 16: return TrimZeros(value.ToString("x", CultureInfo.InvariantCulture));
            case 2: return TrimZeros(value.ToString("b", CultureInfo.InvariantCulture));
        }

        var bits = value.ToString("b", CultureInfo.InvariantCulture);
        bits = bits.PadLeft((bits.Length + 2) / 3 * 3, '0');
        var digits = new StringBuilder(bits.Length / 3);
        for (var i = 0; i < bits.Length; i += 3)
        {
            digits.Append((char)('0' + ((bits[i] - '0') * 4) + ((bits[i + 1] - '0') * 2) + (bits[i + 2] - '0')));
        }

        return TrimZeros(digits.ToString());
    }

    private static string TrimZeros(string digits)
    {
        var trimmed = digits.TrimStart('0');
        return trimmed.Length == 0 ? "0" : trimmed;
    }
}
