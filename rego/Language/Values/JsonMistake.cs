using System.Globalization;
using System.Text;

namespace Rego.Values;

/// <summary>Says what is wrong with a text that is not JSON, in the words of Go, which are those of OPA's messages.</summary>
internal ref struct JsonMistake
{
    private const string EndOfText = "unexpected EOF";
    private const int MaxDepth = 512;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private int _depth;
    private string? _found;

    private JsonMistake(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>The first mistake; null where there is none, or none that concerns the grammar.</summary>
    internal static string? In(ReadOnlySpan<byte> text)
    {
        var mistake = new JsonMistake(text);
        mistake.SkipBlanks();
        if (mistake._at == text.Length)
        {
            return "EOF";
        }

        mistake.Value();
        return mistake._found ?? mistake.Rest();
    }

    /// <summary>What stands behind the value.</summary>
    private string? Rest()
    {
        SkipBlanks();
        if (_at == _text.Length)
        {
            return null;
        }

        var start = _at;
        if (_text[start] is (byte)'{' or (byte)'[')
        {
            return Trailing($"{(char)_text[start]}");
        }

        Value();
        if (_found is not null)
        {
            return _found;
        }

        var token = Encoding.UTF8.GetString(_text[start.._at]);
        return token switch
        {
            "null" => null,
            "true" or "false" => Trailing($"%!s(bool={token})"),
            _ => Trailing(token.Trim('"')),
        };
    }

    private static string Trailing(string token) => $"error: invalid character '{token}' after top-level value";

    private void Value()
    {
        SkipBlanks();
        switch (Peek())
        {
            case '{': Nested('{', '}'); break;
            case '[': Nested('[', ']'); break;
            case '"': String(); break;
            case 't': Literal("true"); break;
            case 'f': Literal("false"); break;
            case 'n': Literal("null"); break;
            case '-' or (>= '0' and <= '9'): Number(); break;
            default: Fail("looking for beginning of value"); break;
        }
    }

    private void Nested(char open, char close)
    {
        _at++;
        SkipBlanks();
        if (Peek() == close)
        {
            _at++;
            return;
        }

        if (++_depth > MaxDepth)
        {
            _found = "exceeded max depth";
            return;
        }

        do
        {
            Item(open);
        }
        while (_found is null && IsFollowedByAnother(close, open == '{' ? "after object key:value pair" : "after array element"));
        _depth--;
    }

    private void Item(char open)
    {
        if (open == '[')
        {
            Value();
            return;
        }

        SkipBlanks();
        if (Peek() != '"')
        {
            Fail("looking for beginning of object key string");
            return;
        }

        String();
        SkipBlanks();
        if (_found is null && !Take(':'))
        {
            Fail("after object key");
        }

        if (_found is null)
        {
            Value();
        }
    }

    private bool IsFollowedByAnother(char close, string where)
    {
        SkipBlanks();
        if (Take(','))
        {
            return true;
        }

        if (!Take(close))
        {
            Fail(where);
        }

        return false;
    }

    private void String()
    {
        _at++;
        while (_found is null && !Take('"'))
        {
            if (Take('\\'))
            {
                Escape();
            }
            else if (Peek() < 0x20)
            {
                Fail("in string literal");
            }
            else
            {
                _at++;
            }
        }
    }

    private void Escape()
    {
        if (Peek() is not ('b' or 'f' or 'n' or 'r' or 't' or '\\' or '/' or '"' or 'u'))
        {
            Fail("in string escape code");
            return;
        }

        var isCode = Take('u');
        _at += isCode ? 0 : 1;
        for (var i = 0; isCode && i < 4 && _found is null; i++)
        {
            if (Peek() is >= 0 and < 128 and var c && char.IsAsciiHexDigit((char)c))
            {
                _at++;
            }
            else
            {
                Fail("in \\u hexadecimal character escape");
            }
        }
    }

    private void Literal(string word)
    {
        foreach (var c in word)
        {
            if (!Take(c))
            {
                Fail($"in literal {word} (expecting '{c}')");
                return;
            }
        }
    }

    private void Number()
    {
        Take('-');
        if (!Take('0'))
        {
            Digits("in numeric literal");
        }

        if (_found is null && Take('.'))
        {
            Digits("after decimal point in numeric literal");
        }

        if (_found is null && (Take('e') || Take('E')))
        {
            _ = Take('+') || Take('-');
            Digits("in exponent of numeric literal");
        }
    }

    private void Digits(string where)
    {
        if (Peek() is not (>= '0' and <= '9'))
        {
            Fail(where);
        }

        while (Peek() is >= '0' and <= '9')
        {
            _at++;
        }
    }

    private void Fail(string where) =>
        _found ??= _at >= _text.Length ? EndOfText : $"invalid character {Quote(_text[_at])} {where}";

    /// <summary>A byte as Go shows it: as the character of that number.</summary>
    private static string Quote(byte value) => value switch
    {
        (byte)'\'' => "'\\''",
        (byte)'"' => "'\"'",
        (byte)'\\' => "'\\\\'",
        7 => "'\\a'",
        8 => "'\\b'",
        9 => "'\\t'",
        10 => "'\\n'",
        11 => "'\\v'",
        12 => "'\\f'",
        13 => "'\\r'",
        < 0x20 or 0x7f => string.Create(CultureInfo.InvariantCulture, $"'\\x{value:x2}'"),
        (>= 0x80 and <= 0xa0) or 0xad => string.Create(CultureInfo.InvariantCulture, $"'\\u{(int)value:x4}'"),
        _ => $"'{(char)value}'",
    };

    private readonly int Peek() => _at < _text.Length ? _text[_at] : -1;

    private bool Take(char c)
    {
        if (Peek() != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }
}
