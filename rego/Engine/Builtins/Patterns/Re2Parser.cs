using System.Runtime.CompilerServices;
using Rego.Values;

namespace Rego.Builtins.Patterns;

/// <summary>Parses RE2's syntax. What only other dialects have (look-around, back-references, possessive loops) is refused.</summary>
internal sealed partial class Re2Parser
{
    private const int MaxRepeat = 1000;
    private const int MaxDepth = 1000;
    private const int MaxTold = 1000;
    private const int MaxLength = 256 * 1024;

    private readonly string _text;
    private readonly List<string?> _groupNames = [null];
    private int _at;
    private int _depth;
    private Flags _flags;
    private bool _hasAnchors;
    private bool _hasWordAnchors;

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

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="PatternException">It is not RE2's syntax.</exception>
    internal static ParsedPattern Parse(string pattern)
    {
        if (pattern.Length > MaxLength)
        {
            throw Error("expression too large", pattern[..MaxTold]);
        }

        var parser = new Re2Parser(pattern);
        var node = parser.ParseChoice();
        if (parser._at < pattern.Length)
        {
            throw Error("unexpected )", pattern);
        }

        return new ParsedPattern(node, parser._groupNames, parser._hasAnchors, parser._hasWordAnchors);
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
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error("expression nests too deeply", _text);
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

            if (ParseAtom() is { } atom)
            {
                parts.Add(ParseRepeat(atom));
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
            parts[^1] = ParseRepeat(parts[^1]);
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
            case '^': return Anchor(1, Has(Flags.Multiline) ? AnchorKind.LineStart : AnchorKind.TextStart);
            case '$': return Anchor(1, Has(Flags.Multiline) ? AnchorKind.LineEnd : AnchorKind.TextEnd);
            case '*' or '+' or '?': throw WithoutArgument();
            case '{' when IsRepeat(): throw WithoutArgument();
            case '\\': return ParseEscape();
            default: return Literal(TakeRune());
        }
    }

    private PatternException WithoutArgument()
    {
        var start = _at;
        TryTakeRepeat(out _, out _);
        TrySkip("?");
        return Error("missing argument to repetition operator", _text[start.._at]);
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

    private RegexNode ParseRepeat(RegexNode atom)
    {
        var start = _at;
        if (!TryTakeRepeat(out var minimum, out var maximum))
        {
            return atom;
        }

        var lazy = TrySkip("?") != Has(Flags.Ungreedy);
        var repeat = new RegexNode.Repeat(atom, minimum, maximum, lazy);
        if (Times(repeat) > MaxRepeat)
        {
            throw Error("invalid repeat count", _text[start.._at]);
        }

        if (TryTakeRepeat(out _, out _))
        {
            TrySkip("?");
            throw Error("invalid nested repetition operator", _text[start.._at]);
        }

        return repeat;
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
}
