using System.Globalization;
using System.Text;

namespace Rego.Builtins.Patterns;

/// <summary>
/// Writes a regular expression as a .NET pattern over UTF-16. Groups are not kept: the library says whether there is a
/// match, not what is in it.
/// </summary>
internal sealed class DotNetPattern
{
    private const int LastBmp = 0xFFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    private readonly StringBuilder _text = new();
    private readonly bool _surrogates;

    private DotNetPattern(bool surrogates) => _surrogates = surrogates;

    /// <summary>
    /// The pattern. Only where <paramref name="surrogates"/> may it meet characters beyond U+FFFF; without, it is shorter and faster.
    /// It must not meet stray bytes: what stands for one could as well be half of such a character.
    /// </summary>
    internal static string Write(RegexNode node, bool surrogates)
    {
        var pattern = new DotNetPattern(surrogates);
        pattern.Append(node);
        return pattern._text.ToString();
    }

    private void Append(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Literal { Rune: var rune }: AppendLiteral(rune); break;
            case RegexNode.Set { Runes: var runes }: AppendSet(runes); break;
            case RegexNode.Anchor { Kind: var kind }: _text.Append(AnchorText(kind)); break;
            case RegexNode.Sequence { Parts: var parts }: AppendSequence(parts); break;
            case RegexNode.Choice { Options: var options }: AppendChoice(options); break;
            case RegexNode.Capture { Inner: var inner }: AppendChoice([inner]); break;
            case RegexNode.Repeat repeat: AppendRepeat(repeat); break;
        }
    }

    private static string AnchorText(AnchorKind kind) => kind switch
    {
        AnchorKind.TextStart => "\\A",
        AnchorKind.TextEnd => "\\z",
        AnchorKind.LineStart => "(?m:^)",
        AnchorKind.LineEnd => "(?m:$)",
        AnchorKind.WordBoundary => "\\b",
        _ => "\\B",
    };

    private void AppendSequence(IReadOnlyList<RegexNode> parts)
    {
        foreach (var part in parts)
        {
            Append(part);
        }
    }

    private void AppendChoice(IReadOnlyList<RegexNode> options)
    {
        _text.Append("(?:");
        for (var i = 0; i < options.Count; i++)
        {
            _text.Append(i > 0 ? "|" : string.Empty);
            Append(options[i]);
        }

        _text.Append(')');
    }

    private void AppendRepeat(RegexNode.Repeat repeat)
    {
        _text.Append("(?:");
        Append(repeat.Inner);
        _text.Append(')').Append((repeat.Minimum, repeat.Maximum) switch
        {
            (0, -1) => "*",
            (1, -1) => "+",
            (0, 1) => "?",
            (var minimum, -1) => $"{{{minimum},}}",
            var (minimum, maximum) => $"{{{minimum},{maximum}}}",
        });
        _text.Append(repeat.Lazy ? "?" : string.Empty);
    }

    private void AppendLiteral(int rune)
    {
        if (rune <= LastBmp)
        {
            AppendUnit(rune);
            return;
        }

        foreach (var unit in char.ConvertFromUtf32(rune))
        {
            AppendUnit(unit);
        }
    }

    private void AppendUnit(int unit)
    {
        if (unit < 0x80 && char.IsAsciiLetterOrDigit((char)unit))
        {
            _text.Append((char)unit);
        }
        else
        {
            _text.Append("\\u").Append(unit.ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    private void AppendSet(RuneSet set)
    {
        var bmp = set.Ranges.Where(r => r.First <= LastBmp).Select(r => (r.First, Math.Min(r.Last, LastBmp)));
        if (!_surrogates)
        {
            AppendUnits(RuneSet.Of(bmp));
            return;
        }

        var units = RuneSet.Of(RuneSet.Of(bmp).Negate().Union(RuneSet.Of((FirstSurrogate, LastSurrogate))).Negate().Ranges.Where(r => r.First <= LastBmp)
            .Select(r => (r.First, Math.Min(r.Last, LastBmp))));
        _text.Append("(?:");
        AppendUnits(units);
        foreach (var (first, last) in set.Ranges.Where(r => r.Last > LastBmp))
        {
            AppendPairs(Math.Max(first, LastBmp + 1), last);
        }

        _text.Append(')');
    }

    /// <summary>The surrogate pairs of a range: one part for each first half, all full ones together.</summary>
    private void AppendPairs(int first, int last)
    {
        while (first <= last)
        {
            var high = High(first);
            var blockEnd = first | 0x3FF;
            var fullTo = high;
            if ((first & 0x3FF) == 0 && blockEnd <= last)
            {
                fullTo = (last & 0x3FF) == 0x3FF ? High(last) : High(last) - 1;
                blockEnd = 0x10000 + ((fullTo - FirstSurrogate) << 10) + 0x3FF;
            }

            var end = Math.Min(blockEnd, last);
            _text.Append('|');
            AppendUnits(RuneSet.Of((high, fullTo)));
            AppendUnits(RuneSet.Of((Low(first), Low(end))));
            first = end + 1;
        }
    }

    private static int High(int rune) => FirstSurrogate + ((rune - 0x10000) >> 10);

    private static int Low(int rune) => 0xDC00 + ((rune - 0x10000) & 0x3FF);

    private void AppendUnits(RuneSet units)
    {
        if (units.Ranges.Count == 0)
        {
            _text.Append("[^\\u0000-\\uFFFF]");
            return;
        }

        _text.Append('[');
        foreach (var (first, last) in units.Ranges)
        {
            AppendUnit(first);
            if (last > first)
            {
                _text.Append('-');
                AppendUnit(last);
            }
        }

        _text.Append(']');
    }
}
