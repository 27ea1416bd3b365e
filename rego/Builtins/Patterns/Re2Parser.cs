using System.Globalization;

namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>Parses RE2's syntax. What only other dialects have (look-around, back-references, possessive loops) is refused.</summary>
internal sealed class Re2Parser
{
    private const int MaxRepeat = 1000;
    private const int MaxDepth = 250;
    private const int MaxLength = 256 * 1024;

    private readonly string _text;
    private readonly List<string?> _groupNames = [null];
    private int _at;
    private int _depth;
    private Flags _flags;

    private Re2Parser(string text) => _text = text;

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        Multiline = 2,
        DotAll = 4,
        Ungreedy = 8,
    }

    /// <summary>The names of the groups by number; null for those without one.</summary>
    internal IReadOnlyList<string?> GroupNames => _groupNames;

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="PatternException">It is not RE2's syntax.</exception>
    internal static RegexNode Parse(string pattern, out IReadOnlyList<string?> groupNames)
    {
        if (pattern.Length > MaxLength)
        {
            throw Error("expression too large", string.Empty);
        }

        var parser = new Re2Parser(pattern);
        var node = parser.ParseChoice();
        if (parser._at < pattern.Length)
        {
            throw Error("unexpected )", pattern);
        }

        groupNames = parser._groupNames;
        return node;
    }

    private static PatternException Error(string problem, string at) => new($"error parsing regexp: {problem}: `{at}`");

    private bool Has(Flags flag) => (_flags & flag) != 0;

    private bool TrySkip(string token)
    {
        if (string.CompareOrdinal(_text, _at, token, 0, token.Length) != 0)
        {
            return false;
        }

        _at += token.Length;
        return true;
    }

    private RegexNode ParseChoice()
    {
        if (++_depth > MaxDepth)
        {
            throw Error("expression nests too deeply", string.Empty);
        }

        var options = new List<RegexNode> { ParseSequence() };
        while (TrySkip("|"))
        {
            options.Add(ParseSequence());
        }

        _depth--;
        return options.Count == 1 ? options[0] : new RegexNode.Choice(options);
    }

    private RegexNode ParseSequence()
    {
        var parts = new List<RegexNode>();
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            if (TrySkip("\\Q"))
            {
                ParseQuoted(parts);
                continue;
            }

            var start = _at;
            if (ParseAtom() is { } atom)
            {
                parts.Add(ParseRepeat(atom, start));
            }
        }

        return parts.Count == 1 ? parts[0] : new RegexNode.Sequence(parts);
    }

    private void ParseQuoted(List<RegexNode> parts)
    {
        var end = _text.IndexOf("\\E", _at, StringComparison.Ordinal);
        var stop = end < 0 ? _text.Length : end;
        while (_at < stop)
        {
            parts.Add(Literal(TakeRune()));
        }

        _at = end < 0 ? stop : end + 2;
        if (parts.Count > 0)
        {
            parts[^1] = ParseRepeat(parts[^1], _at);
        }
    }

    /// <summary>One atom; null for what only changes flags.</summary>
    private RegexNode? ParseAtom()
    {
        switch (_text[_at])
        {
            case '(': return ParseGroup();
            case '[': return new RegexNode.Set(ParseClass());
            case '.': _at++; return new RegexNode.Set(Has(Flags.DotAll) ? RuneSet.All : RuneSet.Of('\n').Negate());
            case '^': _at++; return new RegexNode.Anchor(Has(Flags.Multiline) ? "(?m:^)" : "\\A");
            case '$': _at++; return new RegexNode.Anchor(Has(Flags.Multiline) ? "(?m:$)" : "\\z");
            case '*' or '+' or '?': throw Error("missing argument to repetition operator", _text[_at].ToString());
            case '{' when IsRepeat(): throw Error("missing argument to repetition operator", _text[_at..]);
            case '\\': return ParseEscape();
            default: return Literal(TakeRune());
        }
    }

    private RegexNode Literal(int rune)
    {
        if (!Has(Flags.IgnoreCase))
        {
            return new RegexNode.Literal(rune);
        }

        var folded = CaseFolding.Of(rune);
        return folded.Ranges is [var (first, last)] && first == last ? new RegexNode.Literal(rune) : new RegexNode.Set(folded);
    }

    private int TakeRune()
    {
        var rune = GoText.RuneAt(_text, _at);
        if (rune == 0xFFFD && char.IsSurrogate(_text[_at]))
        {
            throw Error("invalid UTF-8", _text);
        }

        _at += GoText.RuneLength(_text, _at);
        return rune;
    }

    private RegexNode? ParseGroup()
    {
        _at++;
        if (!TrySkip("?"))
        {
            return ParseCapture(null);
        }

        if (TrySkip("P<") || TrySkip("<"))
        {
            return ParseCapture(ParseName());
        }

        return ParseFlags();
    }

    private string ParseName()
    {
        var end = _text.IndexOf('>', _at);
        var name = end < 0 ? string.Empty : _text[_at..end];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || _groupNames.Contains(name))
        {
            throw Error("invalid named capture", _text);
        }

        _at = end + 1;
        return name;
    }

    private RegexNode.Capture ParseCapture(string? name)
    {
        _groupNames.Add(name);
        return new RegexNode.Capture(ParseGroupBody());
    }

    private RegexNode ParseGroupBody()
    {
        var outer = _flags;
        var inner = ParseChoice();
        _flags = outer;
        return TrySkip(")") ? inner : throw Error("missing closing )", _text);
    }

    /// <summary>Behind <c>(?</c>: flags for the rest of the group, or for one of their own.</summary>
    private RegexNode? ParseFlags()
    {
        var flags = _flags;
        bool off = false, any = false;
        for (; _at < _text.Length; any = true)
        {
            var c = _text[_at++];
            switch (c)
            {
                case '-' when !off:
                    off = true;
                    any = false;
                    continue;
                case ')' when !off || any:
                    _flags = flags;
                    return null;
                case ':' when !off || any:
                    var outer = _flags;
                    _flags = flags;
                    var body = ParseGroupBody();
                    _flags = outer;
                    return body;
            }

            var flag = c switch
            {
                'i' => Flags.IgnoreCase,
                'm' => Flags.Multiline,
                's' => Flags.DotAll,
                'U' => Flags.Ungreedy,
                _ => throw Error("invalid or unsupported Perl syntax", _text),
            };
            flags = off ? flags & ~flag : flags | flag;
        }

        throw Error("missing closing )", _text);
    }

    private bool IsRepeat() => TryReadRepeat(out _, out _, out _);

    /// <summary>A <c>{n,m}</c> at the present place; what does not look like one is text.</summary>
    private bool TryReadRepeat(out int minimum, out int maximum, out int end)
    {
        minimum = maximum = 0;
        end = _at + 1;
        if (!TryReadNumber(ref end, out minimum))
        {
            return false;
        }

        maximum = minimum;
        if (end < _text.Length && _text[end] == ',')
        {
            end++;
            maximum = -1;
            if (end < _text.Length && _text[end] != '}' && !TryReadNumber(ref end, out maximum))
            {
                return false;
            }
        }

        return end < _text.Length && _text[end++] == '}';
    }

    private bool TryReadNumber(ref int at, out int number)
    {
        var start = at;
        number = 0;
        for (; at < _text.Length && char.IsAsciiDigit(_text[at]); at++)
        {
            number = Math.Min((number * 10) + (_text[at] - '0'), MaxRepeat * 100);
        }

        return at > start && (at == start + 1 || _text[start] != '0');
    }

    private RegexNode ParseRepeat(RegexNode atom, int start)
    {
        if (!TryTakeRepeat(out var minimum, out var maximum))
        {
            return atom;
        }

        var lazy = TrySkip("?") != Has(Flags.Ungreedy);
        if (_at < _text.Length && (_text[_at] is '*' or '+' or '?' || (_text[_at] == '{' && IsRepeat())))
        {
            throw Error("invalid nested repetition operator", _text[start..]);
        }

        var repeat = new RegexNode.Repeat(atom, minimum, maximum, lazy);
        return Times(repeat) <= MaxRepeat ? repeat : throw Error("invalid repeat count", _text[start..]);
    }

    private bool TryTakeRepeat(out int minimum, out int maximum)
    {
        (minimum, maximum) = (0, -1);
        if (_at >= _text.Length)
        {
            return false;
        }

        switch (_text[_at])
        {
            case '*': break;
            case '+': minimum = 1; break;
            case '?': maximum = 1; break;
            case '{' when TryReadRepeat(out minimum, out maximum, out var end):
                if (minimum > MaxRepeat || maximum > MaxRepeat || (maximum >= 0 && minimum > maximum))
                {
                    throw Error("invalid repeat count", _text[_at..end]);
                }

                _at = end;
                return true;
            default: return false;
        }

        _at++;
        return true;
    }

    /// <summary>How often the innermost counted part is written out.</summary>
    private static long Times(RegexNode node) => node switch
    {
        RegexNode.Repeat { Minimum: var minimum, Maximum: var maximum, Inner: var inner } =>
            Math.Max(1, Math.Max(minimum, maximum is -1 or 1 ? minimum : maximum)) * Times(inner),
        RegexNode.Sequence { Parts: var parts } => parts.Count == 0 ? 1 : parts.Max(Times),
        RegexNode.Choice { Options: var options } => options.Max(Times),
        RegexNode.Capture { Inner: var inner } => Times(inner),
        _ => 1,
    };

    private RegexNode ParseEscape()
    {
        if (_at + 1 < _text.Length)
        {
            switch (_text[_at + 1])
            {
                case 'A': _at += 2; return new RegexNode.Anchor("\\A");
                case 'z': _at += 2; return new RegexNode.Anchor("\\z");
                case 'b': _at += 2; return new RegexNode.Anchor("\\b");
                case 'B': _at += 2; return new RegexNode.Anchor("\\B");
            }
        }

        return TryParseClassEscape() is { } set ? new RegexNode.Set(set) : Literal(ParseRuneEscape());
    }

    /// <summary>An escape that stands for a set: <c>\d</c>, <c>\pL</c>, …; null for any other.</summary>
    private RuneSet? TryParseClassEscape()
    {
        var c = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        if (UnicodeClasses.Perl(c) is { } perl)
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

        var set = UnicodeClasses.Property(name) ?? throw Error("invalid character class range", _text[start.._at]);
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
            throw Error("invalid escape sequence", _text[start..]);
        }

        _at = braces ? end + 1 : end;
        return rune;
    }

    private RuneSet ParseClass()
    {
        var start = _at++;
        var negated = TrySkip("^");
        var set = new List<(int, int)>();
        for (var first = true; _at >= _text.Length || _text[_at] != ']' || first; first = false)
        {
            if (_at >= _text.Length)
            {
                throw Error("missing closing ]", _text[start..]);
            }

            ParseClassItem(set, start);
        }

        _at++;
        var runes = RuneSet.Of(set);
        runes = Has(Flags.IgnoreCase) ? CaseFolding.Of(runes) : runes;
        return negated ? runes.Negate() : runes;
    }

    private void ParseClassItem(List<(int, int)> set, int start)
    {
        var end = _text.IndexOf(":]", _at, StringComparison.Ordinal);
        if (end > _at + 1 && _text.AsSpan(_at).StartsWith("[:"))
        {
            set.AddRange((UnicodeClasses.Posix(_text[(_at + 2)..end]) ?? throw Error("invalid character class range", _text[_at..(end + 2)])).Ranges);
            _at = end + 2;
            return;
        }

        if (_text[_at] == '\\' && TryParseClassEscape() is { } escaped)
        {
            set.AddRange(escaped.Ranges);
            return;
        }

        var from = _at;
        var first = ParseClassRune(start);
        var last = first;
        if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
        {
            _at++;
            last = ParseClassRune(start);
            if (last < first)
            {
                throw Error("invalid character class range", _text[from.._at]);
            }
        }

        set.Add((first, last));
    }

    private int ParseClassRune(int start) =>
        _at >= _text.Length ? throw Error("missing closing ]", _text[start..])
        : _text[_at] == '\\' ? ParseRuneEscape()
        : TakeRune();
}
