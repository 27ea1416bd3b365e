using Rego.Syntax;

namespace Rego.Parsing;

/// <content>Numbers, strings and template strings.</content>
internal sealed partial class Lexer
{
    private const string NonTerminated = "non-terminated string";

    private Token ScanNumber()
    {
        SkipDecimals();
        if (Follows('.') && !SkipDecimals())
        {
            Errors.Add("expected fraction");
        }

        if (Follows('e') || Follows('E'))
        {
            _ = Follows('+') || Follows('-');
            if (!SkipDecimals())
            {
                Errors.Add("expected exponent");
            }
        }

        if (IsLetter(_at.Current))
        {
            Errors.Add("illegal number format");
            while (IsLetter(_at.Current) || IsDigit(_at.Current))
            {
                Advance();
            }
        }

        return Token.Number;
    }

    private bool SkipDecimals()
    {
        var found = false;
        while (IsDecimal(_at.Current))
        {
            Advance();
            found = true;
        }

        return found;
    }

    private Token ScanString()
    {
        while (true)
        {
            var c = _at.Current;
            if (c is '\n' or EndOfText)
            {
                Errors.Add(NonTerminated);
                return Token.String;
            }

            Advance();
            switch (c)
            {
                case '"':
                    return Token.String;
                case '\\':
                    SkipEscape(allowBrace: false);
                    break;
            }
        }
    }

    private Token ScanRawString()
    {
        while (true)
        {
            var c = _at.Current;
            Advance();
            switch (c)
            {
                case '`':
                    return Token.RawString;
                case EndOfText:
                    Errors.Add(NonTerminated);
                    return Token.RawString;
            }
        }
    }

    private Token ScanOpenedTemplate(bool isRaw)
    {
        Advance();
        return isRaw ? ScanRawTemplate() : ScanTemplate();
    }

    private Token ScanTemplate()
    {
        while (true)
        {
            var c = _at.Current;
            if (c is '\n' or EndOfText)
            {
                Errors.Add(NonTerminated);
                return Token.TemplatePart;
            }

            Advance();
            switch (c)
            {
                case '"':
                    return Token.TemplateEnd;
                case '{':
                    return Token.TemplatePart;
                case '\\':
                    SkipEscape(allowBrace: true);
                    break;
            }
        }
    }

    private Token ScanRawTemplate()
    {
        while (true)
        {
            var c = _at.Current;
            if (c == EndOfText)
            {
                Errors.Add(NonTerminated);
                return Token.RawTemplatePart;
            }

            Advance();
            switch (c)
            {
                case '`':
                    return Token.RawTemplateEnd;
                case '{':
                    return Token.RawTemplatePart;
                case '\\' when _at.Current == '{':
                    Advance();
                    break;
            }
        }
    }

    private void SkipEscape(bool allowBrace)
    {
        switch (_at.Current)
        {
            case '\\' or '"' or '/' or 'b' or 'f' or 'n' or 'r' or 't':
                Advance();
                break;
            case '{' when allowBrace:
                Advance();
                break;
            case 'u':
                // Whether four hexadecimal digits follow shows when the escape is resolved.
                Advance();
                Advance();
                Advance();
                Advance();
                break;
            default:
                Errors.Add("illegal escape sequence");
                break;
        }
    }
}
