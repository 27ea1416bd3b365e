using System.Collections.Concurrent;
using System.Globalization;

namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>The named sets of characters in RE2's syntax.</summary>
internal static class UnicodeClasses
{
    private static readonly ConcurrentDictionary<string, RuneSet?> Properties = new();

    private static readonly RuneSet Digits = RuneSet.Of(('0', '9'));
    private static readonly RuneSet Spaces = RuneSet.Of(('\t', '\n'), ('\f', '\r'), (' ', ' '));
    private static readonly RuneSet Words = RuneSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>The set of <c>\d</c>, <c>\D</c>, <c>\s</c>, <c>\S</c>, <c>\w</c> or <c>\W</c>, all ASCII; null for any other letter.</summary>
    internal static RuneSet? Perl(char letter) => letter switch
    {
        'd' => Digits,
        'D' => Digits.Negate(),
        's' => Spaces,
        'S' => Spaces.Negate(),
        'w' => Words,
        'W' => Words.Negate(),
        _ => null,
    };

    /// <summary>The set of <c>[:name:]</c>, also <c>^name</c>; null for an unknown name.</summary>
    internal static RuneSet? Posix(string name)
    {
        var set = name.TrimStart('^') switch
        {
            "alnum" => RuneSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
            "alpha" => RuneSet.Of(('A', 'Z'), ('a', 'z')),
            "ascii" => RuneSet.Of((0, 0x7F)),
            "blank" => RuneSet.Of(('\t', '\t'), (' ', ' ')),
            "cntrl" => RuneSet.Of((0, 0x1F), (0x7F, 0x7F)),
            "digit" => Digits,
            "graph" => RuneSet.Of(('!', '~')),
            "lower" => RuneSet.Of(('a', 'z')),
            "print" => RuneSet.Of((' ', '~')),
            "punct" => RuneSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
            "space" => RuneSet.Of(('\t', '\r'), (' ', ' ')),
            "upper" => RuneSet.Of(('A', 'Z')),
            "word" => Words,
            "xdigit" => RuneSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
            _ => null,
        };
        return name.StartsWith('^') ? set?.Negate() : set;
    }

    /// <summary>The set of <c>\p{name}</c>: a general category, a script, or <c>Any</c>; null for an unknown name.</summary>
    internal static RuneSet? Property(string name)
    {
        if (name.Length > 32)
        {
            return null;
        }

        if (Properties.TryGetValue(name, out var known))
        {
            return known;
        }

        var set = name == "Any" ? RuneSet.All : Category(name) ?? UnicodeScripts.Find(name);
        return set is null ? null : Properties.GetOrAdd(name, set);
    }

    private static RuneSet? Category(string name)
    {
        var categories = Enum.GetValues<UnicodeCategory>().Where(c => ShortName(c).StartsWith(name, StringComparison.Ordinal)).ToHashSet();

        // "C" has no unassigned characters, and there is no "Cn".
        categories.Remove(UnicodeCategory.OtherNotAssigned);
        if (categories.Count == 0 || name.Length is 0 or > 2)
        {
            return null;
        }

        var ranges = new List<(int First, int Last)>();
        for (var rune = 0; rune <= RuneSet.LastRune; rune++)
        {
            if (!categories.Contains(CharUnicodeInfo.GetUnicodeCategory(rune)))
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].Last == rune - 1)
            {
                ranges[^1] = (ranges[^1].First, rune);
            }
            else
            {
                ranges.Add((rune, rune));
            }
        }

        return RuneSet.Of(ranges);
    }

    private static string ShortName(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.Surrogate => "Cs",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        _ => "Cn",
    };
}
