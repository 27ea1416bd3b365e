using System.Globalization;
using System.Numerics;
using Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rego.Yaml;

/// <summary>
/// What a YAML scalar means: the core schema of YAML 1.2, with the number forms of YAML 1.1 beside it, as in OPA.
/// <c>yes</c> and <c>on</c> are strings.
/// </summary>
internal static class YamlScalars
{
    private const int MaxDigits = 4096;
    private const string TagPrefix = "tag:yaml.org,2002:";

    internal static RegoValue Resolve(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        return tag switch
        {
            "!" or TagPrefix + "str" => RegoString.From(scalar.Value),
            TagPrefix + "binary" => RegoString.From(scalar.Value),
            TagPrefix + "float" => Plain(scalar) is RegoNumber number ? number : RegoString.From(scalar.Value),
            _ => scalar.Style == ScalarStyle.Plain ? Plain(scalar) : RegoString.From(scalar.Value),
        };
    }

    private static RegoValue Plain(Scalar scalar) => scalar.Value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => RegoNull.Instance,
        "true" or "True" or "TRUE" => RegoBoolean.True,
        "false" or "False" or "FALSE" => RegoBoolean.False,
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" or ".nan" or ".NaN" or ".NAN" =>
            throw new YamlException(scalar.Start, scalar.End, $"json: unsupported value: {scalar.Value}"),
        var text => Number(text) is { } number ? number : RegoString.From(text),
    };

    private static RegoNumber? Number(string text)
    {
        if (text[0] is not ((>= '0' and <= '9') or '-' or '+' or '.') || text.Length > MaxDigits)
        {
            return null;
        }

        var digits = text.Replace("_", string.Empty, StringComparison.Ordinal);
        return Integer(digits) is { } integer ? OfInteger(integer) : OfDecimal(digits);
    }

    /// <summary>An integer beyond 64 bits is read as a double.</summary>
    private static RegoNumber OfInteger(BigInteger value) =>
        value >= long.MinValue && value <= ulong.MaxValue ? RegoNumber.From(value) : RegoNumber.FromText(GoNumbers.Format((double)value));

    private static RegoNumber? OfDecimal(string digits)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return digits.AsSpan().IndexOfAnyInRange('0', '9') >= 0
            && double.TryParse(digits, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? RegoNumber.FromText(GoNumbers.Format(value))
            : null;
    }

    private static BigInteger? Integer(string digits)
    {
        var isNegative = digits.StartsWith('-');
        var rest = isNegative || digits.StartsWith('+') ? digits[1..] : digits;
        var value = rest switch
        {
            ['0', 'x' or 'X', .. var hexadecimal] => Digits(hexadecimal, 16),
            ['0', 'o' or 'O', .. var octal] => Digits(octal, 8),
            ['0', 'b' or 'B', .. var binary] => Digits(binary, 2),
            ['0', .. { Length: > 0 } octal] => Digits(octal, 8),
            _ => Digits(rest, 10),
        };
        return isNegative ? -value : value;
    }

    private static BigInteger? Digits(string digits, int radix)
    {
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

        return digits.Length == 0 ? null : value;
    }
}
