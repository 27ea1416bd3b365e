using System.Globalization;
using System.Text;
using Rego.Syntax;

namespace Rego.Parsing;

/// <summary>Cuts a text into tokens. What is wrong with a token is in <see cref="Errors"/> after <see cref="Scan"/>.</summary>
internal sealed partial class Lexer
{
    private const int EndOfText = -1;
    private const int ByteOrderMark = 0xFEFF;
    private const int NonBreakingSpace = 0xA0;

    private readonly string _text;
    private LexerPosition _at;

    internal Lexer(string text)
    {
        _text = text;
        _at = new LexerPosition(EndOfText, 0, 0, 1, 0);
        Advance();
        if (_at.Current == ByteOrderMark)
        {
            Advance();
        }
    }

    /// <summary>The messages about the last token, in order.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>Where scanning goes on; set to go back.</summary>
    internal LexerPosition Position
    {
        get => _at;
        set => _at = value;
    }

    /// <summary>How many tokens were scanned in all, those scanned again included.</summary>
    internal long Scanned { get; private set; }

    /// <summary>The next token; it begins where <see cref="Position"/> was and ends where it is afterwards.</summary>
    internal Token Scan(KeywordSet keywords)
    {
        Begin();
        if (IsWhitespace(_at.Current))
        {
            Advance();
            return Token.Whitespace;
        }

        if (IsLetter(_at.Current))
        {
            return ScanWord(keywords);
        }

        return IsDecimal(_at.Current) ? ScanNumber() : ScanSymbol();
    }

    /// <summary>The part of a template string behind the brace that closed an expression.</summary>
    internal Token ScanTemplateRest(bool isRaw)
    {
        Begin();
        return isRaw ? ScanRawTemplate() : ScanTemplate();
    }

    private void Begin()
    {
        // Errors of the first character were found while it was reached, with the token before; those of the text's first
        // character have no token before and stay for the first scan.
        if (Scanned++ > 0)
        {
            Errors.Clear();
        }
    }

    private Token ScanWord(KeywordSet keywords)
    {
        var start = _at.Offset;
        while (IsLetter(_at.Current) || IsDigit(_at.Current))
        {
            Advance();
        }

        return Keywords.Classify(_text.AsSpan(start, _at.Offset - start), keywords);
    }

    private Token ScanSymbol()
    {
        var first = _at.Current;
        Advance();
        switch (first)
        {
            case EndOfText: return Token.EndOfFile;
            case '#': return ScanComment();
            case '"': return ScanString();
            case '`': return ScanRawString();
            case '$': return ScanDollar();
            case '[': return Token.LeftBracket;
            case ']': return Token.RightBracket;
            case '{': return Token.LeftBrace;
            case '}': return Token.RightBrace;
            case '(': return Token.LeftParenthesis;
            case ')': return Token.RightParenthesis;
            case ',': return Token.Comma;
            case '.': return Token.Dot;
            case ';': return Token.Semicolon;
            case '+': return Token.Plus;
            case '-': return Token.Minus;
            case '*': return Token.Multiply;
            case '/': return Token.Divide;
            case '%': return Token.Remainder;
            case '&': return Token.Ampersand;
            case '|': return Token.Bar;
            case ':': return Follows('=') ? Token.Assign : Token.Colon;
            case '=': return Follows('=') ? Token.Equal : Token.Unify;
            case '>': return Follows('=') ? Token.GreaterOrEqual : Token.Greater;
            case '<': return Follows('=') ? Token.LessOrEqual : Token.Less;
            case '!' when Follows('='): return Token.NotEqual;
            case '!': return Illegal("illegal ! character");
            case NonBreakingSpace: return Illegal("illegal non-breaking space character, use a regular space instead");
            default: return Token.Illegal;
        }
    }

    private Token ScanComment()
    {
        while (_at.Current is not ('\n' or EndOfText))
        {
            Advance();
        }

        return Token.Comment;
    }

    private Token ScanDollar() => _at.Current switch
    {
        '"' => ScanOpenedTemplate(isRaw: false),
        '`' => ScanOpenedTemplate(isRaw: true),
        _ => Illegal("illegal $ character"),
    };

    private Token Illegal(string message)
    {
        Errors.Add(message);
        return Token.Illegal;
    }

    private bool Follows(char c)
    {
        if (_at.Current != c)
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Advance()
    {
        _at.Offset = _at.Next;
        if (_at.Next >= _text.Length)
        {
            _at.Current = EndOfText;
            return;
        }

        _at.Current = Decode(out var width);
        _at.Next += width;
        if (_at.Current == '\n')
        {
            _at.Row++;
            _at.Column = 0;
        }
        else
        {
            _at.Column++;
        }
    }

    private int Decode(out int width)
    {
        int c = _text[_at.Next];
        width = 1;
        if (c is > 0 and < 0x80)
        {
            return c;
        }

        if (c == 0)
        {
            Errors.Add("illegal null character");
        }
        else if (char.IsSurrogate((char)c))
        {
            // A loader puts a lone surrogate where the file's bytes were no UTF-8.
            if (Rune.DecodeFromUtf16(_text.AsSpan(_at.Next), out var rune, out width) != System.Buffers.OperationStatus.Done)
            {
                Errors.Add("illegal utf-8 character");
            }

            c = rune.Value;
        }
        else if (c == ByteOrderMark && _at.Next > 0)
        {
            Errors.Add("illegal byte-order mark");
        }

        return c;
    }

    private static bool IsWhitespace(int c) => c is ' ' or '\t' or '\n' or '\r';

    private static bool IsLetter(int c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    private static bool IsDecimal(int c) => c is >= '0' and <= '9';

    private static bool IsDigit(int c) =>
        IsDecimal(c) || (c >= 0x80 && Rune.IsValid(c) && Rune.GetUnicodeCategory(new Rune(c)) == UnicodeCategory.DecimalDigitNumber);
}
