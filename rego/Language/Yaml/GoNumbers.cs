using System.Globalization;

namespace Rego.Yaml;

/// <summary>Doubles as Go's JSON writes them: the shortest digits that read back, with an exponent from 1e21 and below 1e-6.</summary>
internal static class GoNumbers
{
    internal static string Format(double value)
    {
        var magnitude = Math.Abs(value);
        if (magnitude is not 0 and (< 1e-6 or >= 1e21))
        {
            return WithExponent(value);
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E') ? ((decimal)value).ToString(CultureInfo.InvariantCulture) : text;
    }

    /// <summary>One digit, the fraction, and an exponent without leading zeros.</summary>
    private static string WithExponent(double value)
    {
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision <= 16; precision++)
        {
            var shorter = value.ToString("E" + precision, CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture).Equals(value))
            {
                text = shorter;
                break;
            }
        }

        var e = text.IndexOf('E');
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, e)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
