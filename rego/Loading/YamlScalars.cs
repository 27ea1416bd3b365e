using System.Globalization;
using System.Numerics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gatekeeper.Rego.Loading;

/// <summary>What an unquoted YAML scalar means: the core schema of YAML 1.2, with the booleans and octal numbers of 1.1 that OPA reads.</summary>
internal static class YamlScalars
{
    internal static RegoValue Resolve(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? string.Empty;
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" or "!" })
        {
            return RegoString.From(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => RegoNull.Instance,
            "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => RegoBoolean.True,
            "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => RegoBoolean.False,
            _ => Number(text) is { } number ? number : RegoString.From(text),
        };
    }

    private static RegoNumber? Number(string text)
    {
        if (text[0] is not ((>= '0' and <= '9') or '-' or '+' or '.'))
        {
            return null;
        }

        var digits = text.Replace("_", string.Empty, StringComparison.Ordinal);
        return Integer(digits) is { } integer ? RegoNumber.From(integer) : Decimal(digits);
    }

    private static BigInteger? Integer(string digits)
    {
        var isNegative = digits.StartsWith('-');
        var rest = digits.TrimStart('+', '-');
        if (digits.Length - rest.Length > 1 || rest.Length == 0)
        {
            return null;
        }

        var value = rest switch
        {
            ['0', 'x' or 'X', .. var hex] => Digits(hex, 16),
            ['0', 'o' or 'O', .. var octal] => Digits(octal, 8),
            ['0', 'b' or 'B', .. var binary] => Digits(binary, 2),
            ['0', _, ..] when Digits(rest, 8) is { } octal => octal,
            _ => Digits(rest, 10),
        };
        return isNegative ? -value : value;
    }

    private static BigInteger? Digits(string digits, int radix)
    {
        if (digits.Length is 0 or > 4096)
        {
            return null;
        }

        var value = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return value;
    }

    /// <summary>A number with a fraction or exponent becomes the shortest decimal of its nearest double, as in OPA.</summary>
    private static RegoNumber? Decimal(string digits)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? RegoNumber.FromText(value.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e+", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal))
            : null;
    }
}
