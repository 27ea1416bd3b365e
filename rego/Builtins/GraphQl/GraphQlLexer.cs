using System.Globalization;
using System.Text;

namespace Rego.Builtins.GraphQl;

/// <summary>Cuts a GraphQL document (October 2021, section 2.1) into tokens.</summary>
internal sealed class GraphQlLexer
{
    private readonly string _text;
    private int _at;
    private int _row = 1;
    private int _rowStart;

    private GraphQlLexer(string text) => _text = text;

    internal static List<GraphQlToken> Read(string text)
    {
        var lexer = new GraphQlLexer(text);
        var tokens = new List<GraphQlToken>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind is not (GraphQlTokenKind.End or GraphQlTokenKind.Invalid));

        return tokens;
    }

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private GraphQlToken Token(GraphQlTokenKind kind, string text, int start, int shift = 0) =>
        new(kind, text, _row, start - _rowStart + 1 + shift);

    private GraphQlToken Next()
    {
        SkipIgnored();
        var start = _at;
        if (_at >= _text.Length)
        {
            return Token(GraphQlTokenKind.End, string.Empty, start);
        }

        var c = Peek();
        if ("!$&():=@[]{|}".Contains(c, StringComparison.Ordinal))
        {
            _at++;
            return Token(GraphQlTokenKind.Punctuator, c.ToString(), start);
        }

        if (c == '.' && Peek(1) == '.' && Peek(2) == '.')
        {
            _at += 3;
            return Token(GraphQlTokenKind.Punctuator, "...", start);
        }

        return c == '_' || char.IsAsciiLetter(c) ? ReadName()
            : c == '-' || char.IsAsciiDigit(c) ? ReadNumber()
            : c == '"' ? (Peek(1) == '"' && Peek(2) == '"' ? ReadBlock() : ReadString())
            : Token(GraphQlTokenKind.Invalid, string.Empty, start);
    }

    private void SkipIgnored()
    {
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c is '\n' or '\r')
            {
                NewRow();
            }
            else if (c == '#')
            {
                while (_at + 1 < _text.Length && _text[_at + 1] is not ('\n' or '\r'))
                {
                    _at++;
                }
            }
            else if (c is not (' ' or '\t' or ',' or '\uFEFF'))
            {
                return;
            }
        }
    }

    private void NewRow()
    {
        _at += _text[_at] == '\r' && Peek(1) == '\n' ? 1 : 0;
        _row++;
        _rowStart = _at + 1;
    }

    private GraphQlToken ReadName()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return Token(GraphQlTokenKind.Name, _text[start.._at], start);
    }

    private GraphQlToken ReadNumber()
    {
        var start = _at;
        _at += Peek() == '-' ? 1 : 0;
        var whole = TakeDigits();
        var isFloat = false;
        var valid = whole.Length > 0 && (whole.Length == 1 || whole[0] != '0');
        if (Peek() == '.')
        {
            _at++;
            isFloat = true;
            valid &= TakeDigits().Length > 0;
        }

        if (Peek() is 'e' or 'E')
        {
            _at += Peek(1) is '+' or '-' ? 2 : 1;
            isFloat = true;
            valid &= TakeDigits().Length > 0;
        }

        return Token(!valid ? GraphQlTokenKind.Invalid : isFloat ? GraphQlTokenKind.Float : GraphQlTokenKind.Int, _text[start.._at], start);
    }

    private ReadOnlySpan<char> TakeDigits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        return _text.AsSpan(start, _at - start);
    }

    private GraphQlToken ReadString()
    {
        var start = _at++;
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] is not ('"' or '\n' or '\r'))
        {
            if (_text[_at] == '\\')
            {
                if (!TryReadEscape(value))
                {
                    return Token(GraphQlTokenKind.Invalid, string.Empty, _at);
                }
            }
            else
            {
                value.Append(_text[_at++]);
            }
        }

        if (Peek() != '"')
        {
            return Token(GraphQlTokenKind.Invalid, string.Empty, _at);
        }

        _at++;

        // The place of a string is told behind its quotes, as in OPA.
        return Token(GraphQlTokenKind.String, value.ToString(), start, shift: 1);
    }

    private bool TryReadEscape(StringBuilder value)
    {
        var c = Peek(1);
        var digits = _at + 6 <= _text.Length ? _text.AsSpan(_at + 2, 4) : default;
        if (c == 'u' && ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            value.Append((char)unit);
            _at += 6;
            return true;
        }

        var plain = c switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', '"' or '\\' or '/' => c, _ => '\0' };
        value.Append(plain);
        _at += 2;
        return plain != '\0';
    }

    private GraphQlToken ReadBlock()
    {
        var (start, row, rowStart) = (_at, _row, _rowStart);
        _at += 3;
        var raw = new StringBuilder();
        while (_at < _text.Length)
        {
            if (string.CompareOrdinal(_text, _at, "\"\"\"", 0, 3) == 0)
            {
                _at += 3;
                return new GraphQlToken(GraphQlTokenKind.BlockString, Dedent(raw.ToString()), row, start - rowStart + 1);
            }

            var escaped = string.CompareOrdinal(_text, _at, "\\\"\"\"", 0, 4) == 0;
            raw.Append(escaped ? "\"\"\"" : _text[_at] == '\r' ? "\n" : _text[_at].ToString());
            if (_text[_at] is '\n' or '\r')
            {
                NewRow();
            }

            _at += escaped ? 4 : 1;
        }

        return Token(GraphQlTokenKind.Invalid, string.Empty, _at);
    }

    /// <summary>Takes away the indentation that all lines but the first share, and empty lines at both ends.</summary>
    private static string Dedent(string raw)
    {
        var lines = raw.Split('\n').ToList();
        var margin = lines.Skip(1).Where(line => line.Trim(' ', '\t').Length > 0).Select(line => line.Length - line.TrimStart(' ', '\t').Length).DefaultIfEmpty(0).Min();
        for (var i = 1; i < lines.Count; i++)
        {
            lines[i] = lines[i].Length > margin ? lines[i][margin..] : string.Empty;
        }

        bool IsBlank(string line) => line.Trim(' ', '\t').Length == 0;
        lines = [.. lines.SkipWhile(IsBlank)];
        while (lines.Count > 0 && IsBlank(lines[^1]))
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return string.Join('\n', lines);
    }
}
