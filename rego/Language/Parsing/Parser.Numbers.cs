using System.Globalization;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Numbers.</content>
internal sealed partial class Parser
{
    /// <summary>The largest decimal exponent: about 2 to the power of 100,000, where OPA ends.</summary>
    private const int MaxDecimalExponent = 30103;

    private NumberTerm? ParseNumber()
    {
        var location = Here();
        var prefix = string.Empty;
        if (Current == Token.Minus)
        {
            prefix = "-";
            Scan();
            if (Current is not (Token.Number or Token.Dot))
            {
                Unexpected("expected number");
                return null;
            }
        }

        var hasPoint = Current == Token.Dot;
        if (hasPoint)
        {
            prefix += ".";
            Scan();
            if (Current != Token.Number)
            {
                Unexpected("expected number");
                return null;
            }
        }

        if (!hasPoint && Word is ['0', not ('.' or 'e' or 'E'), ..])
        {
            Unexpected("expected number without leading zero");
            return null;
        }

        return NumberOf(location, prefix + Word.ToString());
    }

    private NumberTerm? NumberOf(SourceLocation location, string text)
    {
        if (text.AsSpan().TrimStart('-') is ['.', .. var rest] && rest.Contains('.'))
        {
            Unexpected("invalid float");
            return null;
        }

        if (IsTooBig(text))
        {
            Report("number too big", Here());
            return null;
        }

        return new NumberTerm(location, text);
    }

    private static bool IsTooBig(string text)
    {
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = e < 0 ? text : text.AsSpan(0, e);
        var exponent = 0L;
        if (mantissa.IndexOfAnyInRange('1', '9') < 0)
        {
            return false;
        }

        if (e >= 0 && !long.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return true;
        }

        var point = mantissa.IndexOf('.');
        var integerDigits = point < 0 ? mantissa.Length : point;
        return Math.Abs(exponent) > MaxDecimalExponent || Math.Abs(exponent + integerDigits) > MaxDecimalExponent;
    }
}
