using Rego.Values;

namespace Rego.Builtins.Patterns;

/// <summary>
/// Whether two patterns of single characters, sets (<c>[a-z]</c>), any (<c>.</c>), each maybe repeated (<c>+</c>, <c>*</c>), have a text
/// in common, as OPA's search finds it: where both repeat at one place it is greedy and may miss some.
/// </summary>
internal sealed class GlobIntersection
{
    private const int MaxTokens = 2000;

    private readonly BuiltinContext _context;
    private readonly Dictionary<(bool Swapped, int I, int J), bool> _known = [];

    private GlobIntersection(BuiltinContext context) => _context = context;

    private enum Repetition
    {
        None,
        Plus,
        Star,
    }

    /// <summary>Whether some text matches both.</summary>
    /// <exception cref="PatternException">A pattern is wrong or too long.</exception>
    internal static bool IsNonEmpty(BuiltinContext context, string left, string right)
    {
        Token[] a = Parse(context, left), b = Parse(context, right);
        return Trim(ref a, ref b) && new GlobIntersection(context).Normal(a, b, 0, 0, swapped: false);
    }

    /// <summary>Cuts off what both begin and end with, but for one token each; false where that differs.</summary>
    private static bool Trim(ref Token[] a, ref Token[] b)
    {
        var head = 0;
        for (; head < Math.Min(a.Length, b.Length) && AreSingle(a[head], b[head]); head++)
        {
            if (!a[head].Runes.Overlaps(b[head].Runes))
            {
                return false;
            }
        }

        head = Math.Max(0, head - 1);
        var tail = 0;
        for (; tail < Math.Min(a.Length, b.Length) - head && AreSingle(a[^(tail + 1)], b[^(tail + 1)]); tail++)
        {
            if (!a[^(tail + 1)].Runes.Overlaps(b[^(tail + 1)].Runes))
            {
                return false;
            }
        }

        tail = Math.Max(0, tail - 1);
        a = a[head..^tail];
        b = b[head..^tail];
        return true;
    }

    private static bool AreSingle(Token a, Token b) => a.Repetition == Repetition.None && b.Repetition == Repetition.None;

    private bool Normal(Token[] a, Token[] b, int i, int j, bool swapped)
    {
        if (_known.TryGetValue((swapped, i, j), out var known))
        {
            return known;
        }

        var (x, y) = (i, j);
        for (; x < a.Length && y < b.Length; x++, y++)
        {
            _context.Charge(2);
            if (!AreSingle(a[x], b[y]))
            {
                return _known[(swapped, i, j)] = Special(a, b, x, y, swapped);
            }

            if (!a[x].Runes.Overlaps(b[y].Runes))
            {
                return _known[(swapped, i, j)] = false;
            }
        }

        return _known[(swapped, i, j)] = x == a.Length && y == b.Length;
    }

    private bool Special(Token[] a, Token[] b, int i, int j, bool swapped)
    {
        if (a[i].Repetition == Repetition.None)
        {
            return Special(b, a, j, i, !swapped);
        }

        return a[i].Repetition == Repetition.Star
            ? Star(a, b, i, j, swapped)
            : a[i].Runes.Overlaps(b[j].Runes) && Star(a, b, i, j + 1, swapped);
    }

    /// <summary>The token at <paramref name="i"/> takes what it can of the other pattern, until what follows it takes over.</summary>
    private bool Star(Token[] a, Token[] b, int i, int j, bool swapped)
    {
        var last = i + 1 == a.Length;
        for (; j < b.Length; j++)
        {
            _context.Charge(2);
            if (!last && a[i + 1].Runes.Overlaps(b[j].Runes) && Normal(a, b, i + 1, j, swapped))
            {
                return true;
            }

            if (!a[i].Runes.Overlaps(b[j].Runes))
            {
                return false;
            }
        }

        return last;
    }

    private static Token[] Parse(BuiltinContext context, string text)
    {
        context.Charge(text.Length, 64L * text.Length);
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            var runes = ParseRunes(text, ref at);
            var flag = at < text.Length ? text[at] : '\0';
            tokens.Add(new Token(runes, flag switch { '+' => Repetition.Plus, '*' => Repetition.Star, _ => Repetition.None }));
            at += flag is '+' or '*' ? 1 : 0;
        }

        return tokens.Count <= MaxTokens ? [.. tokens] : throw new PatternException($"more than {MaxTokens} tokens in a pattern");
    }

    private static RuneSet ParseRunes(string text, ref int at)
    {
        var c = text[at];
        switch (c)
        {
            case '.':
                at++;
                return RuneSet.All;
            case '[':
                return ParseSet(text, ref at);
            case '+' or '*':
                throw new PatternException($"input:{text}, pos:{at + 1}, flag '{c}' must be preceded by a non-flag: the input provided is invalid");
            case ']':
                throw new PatternException($"input:{text}, pos:{at + 1}, set-close ']' with no preceding '[': the input provided is invalid");
            default:
                return RuneSet.Of(TakeRune(text, ref at));
        }
    }

    private static RuneSet ParseSet(string text, ref int at)
    {
        var start = at++;
        var ranges = new List<(int, int)>();
        while (at < text.Length && text[at] != ']')
        {
            var first = TakeRune(text, ref at);
            var last = first;
            if (at + 1 < text.Length && text[at] == '-')
            {
                at++;
                last = text[at] == ']' ? throw new PatternException($"input:{text}, pos:{at}, range without end: the input provided is invalid") : TakeRune(text, ref at);
            }

            ranges.Add(first <= last ? (first, last) : throw new PatternException($"input:{text}, pos:{at}, range is out of order: the input provided is invalid"));
        }

        if (at >= text.Length)
        {
            throw new PatternException($"input:{text}, pos:{start}, found [ without matching ]: the input provided is invalid");
        }

        at++;
        return RuneSet.Of(ranges);
    }

    private static int TakeRune(string text, ref int at)
    {
        if (text[at] == '\\')
        {
            at++;
            if (at >= text.Length)
            {
                throw new PatternException($"input:{text}, pos:{at}, found escape at end of text: the input provided is invalid");
            }
        }

        var rune = GoText.RuneAt(text, at);
        at += GoText.RuneLength(text, at);
        return rune;
    }

    private sealed record Token(RuneSet Runes, Repetition Repetition);
}
