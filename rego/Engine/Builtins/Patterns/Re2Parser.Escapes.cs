using System.Globalization;

namespace Rego.Builtins.Patterns;

/// <summary>What a backslash begins.</summary>
internal sealed partial class Re2Parser
{
    private RegexNode ParseEscape()
    {
        if (_at + 1 < _text.Length)
        {
            switch (_text[_at + 1])
            {
                case 'A': return Anchor(2, AnchorKind.TextStart);
                case 'z': return Anchor(2, AnchorKind.TextEnd);
                case 'b': return Anchor(2, AnchorKind.WordBoundary);
                case 'B': return Anchor(2, AnchorKind.NoWordBoundary);
            }
        }

        return TryParseClassEscape() is { } set ? new RegexNode.Set(set) : Literal(ParseRuneEscape());
    }

    private RegexNode.Anchor Anchor(int length, AnchorKind kind)
    {
        _at += length;
        _hasAnchors = true;
        _hasWordAnchors |= kind is AnchorKind.WordBoundary or AnchorKind.NoWordBoundary;
        return new RegexNode.Anchor(kind);
    }

    /// <summary>An escape that stands for a set: <c>\d</c>, <c>\pL</c>, …; null for any other.</summary>
    private RuneSet? TryParseClassEscape()
    {
        var c = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        if (UnicodeClasses.Perl(c, Has(Flags.IgnoreCase)) is { } perl)
        {
            _at += 2;
            return perl;
        }

        if (c is not ('p' or 'P'))
        {
            return null;
        }

        var start = _at;
        _at += 2;
        var name = ParsePropertyName(start);
        var negated = c == 'P';
        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        var set = UnicodeProperties.Find(name) ?? throw Error("invalid character class range", _text[start.._at]);
        set = Has(Flags.IgnoreCase) ? CaseFolding.Of(set) : set;
        return negated ? set.Negate() : set;
    }

    private string ParsePropertyName(int start)
    {
        if (!TrySkip("{"))
        {
            return _at < _text.Length ? char.ConvertFromUtf32(TakeRune()) : throw Error("invalid character class range", _text[start..]);
        }

        var end = _text.IndexOf('}', _at);
        if (end < 0)
        {
            throw Error("invalid character class range", _text[start..]);
        }

        var name = _text[_at..end];
        _at = end + 1;
        return name;
    }

    /// <summary>An escape that stands for one character.</summary>
    private int ParseRuneEscape()
    {
        var start = _at++;
        if (_at >= _text.Length)
        {
            throw Error("trailing backslash at end of expression", string.Empty);
        }

        var c = TakeRune();
        switch (c)
        {
            case 'a': return 7;
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case 'x': return ParseHex(start);
            case '0': return ParseOctal(0, 2);
            case >= '1' and <= '7' when _at < _text.Length && _text[_at] is >= '0' and <= '7': return ParseOctal(c - '0', 2);
        }

        return c < 0x80 && !char.IsAsciiLetterOrDigit((char)c) ? c : throw Error("invalid escape sequence", _text[start.._at]);
    }

    private int ParseOctal(int value, int more)
    {
        for (; more > 0 && _at < _text.Length && _text[_at] is >= '0' and <= '7'; more--)
        {
            value = (value * 8) + (_text[_at++] - '0');
        }

        return value;
    }

    /// <summary>Behind the first character that is no digit: as far as Go reads.</summary>
    private int WrongDigitAt(bool braces)
    {
        var at = _at;
        while (at < _text.Length && char.IsAsciiHexDigit(_text[at]) && (braces || at < _at + 1))
        {
            at++;
        }

        return Math.Min(at + 1, _text.Length);
    }

    private int ParseHex(int start)
    {
        var braces = TrySkip("{");
        var end = braces ? _text.IndexOf('}', _at) : Math.Min(_at + 2, _text.Length);
        var digits = end < 0 ? string.Empty : _text[_at..end];
        if ((!braces && digits.Length != 2)
            || digits.Length is 0 or > 8
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rune)
            || rune is < 0 or > RuneSet.LastRune)
        {
            throw Error("invalid escape sequence", _text[start..WrongDigitAt(braces)]);
        }

        _at = braces ? end + 1 : end;
        return rune;
    }
}
