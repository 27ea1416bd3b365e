using System.Globalization;
using System.Text;
using Rego.Sources;
using Rego.Values;

namespace Rego.Builtins.Patterns;

/// <summary>
/// Turns a glob into a regular expression. Its delimiters are the caller's, and OPA's syntax is that of one library of Go; the packages
/// that there are match paths of files.
/// </summary>
internal sealed class GlobPattern
{
    private const int MaxDepth = 100;

    private readonly string _text;
    private readonly string _one;
    private readonly StringBuilder _regex = new("(?s)^");
    private int _at;
    private int _depth;

    private GlobPattern(string text, string delimiters)
    {
        _text = text;
        _one = delimiters.Length == 0 ? "." : $"[^{Escaped(delimiters)}]";
    }

    /// <summary>The expression of the same meaning.</summary>
    /// <param name="glob">The glob.</param>
    /// <param name="delimiters">The characters that <c>*</c> and <c>?</c> do not match.</param>
    /// <exception cref="PatternException">The glob is wrong.</exception>
    internal static string ToRegex(string glob, string delimiters)
    {
        var pattern = new GlobPattern(glob, delimiters);
        pattern.Append(inBraces: false);
        return pattern._regex.Append('$').ToString();
    }

    private static string Escaped(ReadOnlySpan<char> text)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.Length; i += GoText.RuneLength(text, i))
        {
            escaped.Append("\\x{").Append(GoText.RuneAt(text, i).ToString("X", CultureInfo.InvariantCulture)).Append('}');
        }

        return escaped.ToString();
    }

    /// <summary>Up to the end, or to the comma or brace that ends an alternative.</summary>
    private void Append(bool inBraces)
    {
        while (_at < _text.Length && !(inBraces && _text[_at] is ',' or '}'))
        {
            switch (_text[_at])
            {
                case '*': AppendStars(); break;
                case '?': _at++; _regex.Append(_one); break;
                case '[': AppendClass(); break;
                case '{': AppendBraces(); break;
                default: AppendLiteral(); break;
            }
        }
    }

    private void AppendStars()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] == '*' && _at - start < 2)
        {
            _at++;
        }

        _regex.Append(_at - start == 1 ? _one : ".").Append('*');
    }

    private void AppendLiteral()
    {
        if (_text[_at] == '\\' && ++_at >= _text.Length)
        {
            throw Wrong("trailing backslash");
        }

        var length = GoText.RuneLength(_text, _at);
        _regex.Append(Escaped(_text.AsSpan(_at, length)));
        _at += length;
    }

    private void AppendBraces()
    {
        if (++_depth > MaxDepth)
        {
            throw new PatternException("the glob nests too deeply");
        }

        _regex.Append("(?:");
        do
        {
            _at++;
            Append(inBraces: true);
            _regex.Append(_at < _text.Length && _text[_at] == ',' ? "|" : ")");
        }
        while (_at < _text.Length && _text[_at] == ',');

        if (_at >= _text.Length)
        {
            throw Wrong("unclosed `{`");
        }

        _at++;
        _depth--;
    }

    private void AppendClass()
    {
        _at++;
        _regex.Append('[');
        if (_at < _text.Length && _text[_at] == '!')
        {
            _at++;
            _regex.Append('^');
        }

        var first = ReadRune();
        if (_at < _text.Length && _text[_at] == '-')
        {
            _at++;
            AppendRange(first);
        }
        else
        {
            _at -= first.Length;
            AppendList();
        }

        _regex.Append(']');
    }

    private void AppendRange(string low)
    {
        var high = ReadRune();
        if (ReadRune() != "]")
        {
            throw Wrong("expected close range character");
        }

        if (char.ConvertToUtf32(high, 0) < char.ConvertToUtf32(low, 0))
        {
            throw Wrong("range hi character is less than lo");
        }

        _regex.Append(Escaped(low)).Append('-').Append(Escaped(high));
    }

    /// <summary>The characters up to the bracket; a backslash takes away the meaning of what follows it.</summary>
    private void AppendList()
    {
        var isEmpty = true;
        for (var next = ReadRune(); next != "]"; next = ReadRune())
        {
            _regex.Append(Escaped(next == "\\" ? ReadRune() : next));
            isEmpty = false;
        }

        if (isEmpty)
        {
            throw Wrong("could not parse range");
        }
    }

    private string ReadRune()
    {
        if (_at >= _text.Length)
        {
            throw Wrong("unexpected end of input");
        }

        var start = _at;
        _at += GoText.RuneLength(_text, _at);
        return _text[start.._at];
    }

    /// <summary>An error at the byte that is read next.</summary>
    private PatternException Wrong(string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"glob: syntax error at {SourceText.GetByteCount(_text.AsSpan(0, _at))}: {reason}"));
}
