namespace Rego.Builtins.Patterns;

/// <summary>Sets in brackets.</summary>
internal sealed partial class Re2Parser
{
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
            set.AddRange((UnicodeClasses.Posix(_text[(_at + 2)..end], Has(Flags.IgnoreCase)) ?? throw Error("invalid character class range", _text[_at..(end + 2)])).Ranges);
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
