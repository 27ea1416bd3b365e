namespace Rego.Builtins.Patterns;

/// <summary>The named sets of characters in RE2's syntax.</summary>
internal static class UnicodeClasses
{
    private static readonly RuneSet Digits = RuneSet.Of(('0', '9'));
    private static readonly RuneSet Spaces = RuneSet.Of(('\t', '\n'), ('\f', '\r'), (' ', ' '));
    private static readonly RuneSet Words = RuneSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>The set of <c>\d</c>, <c>\s</c> or <c>\w</c>, all ASCII, also in capitals, where it is negated; null for any other letter.</summary>
    internal static RuneSet? Perl(char letter, bool ignoreCase) => letter switch
    {
        'd' or 'D' => Made(Digits, letter == 'D', ignoreCase),
        's' or 'S' => Made(Spaces, letter == 'S', ignoreCase),
        'w' or 'W' => Made(Words, letter == 'W', ignoreCase),
        _ => null,
    };

    /// <summary>The set of <c>[:name:]</c>, also <c>^name</c>; null for an unknown name.</summary>
    internal static RuneSet? Posix(string name, bool ignoreCase)
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
        return set is null ? null : Made(set, name.StartsWith('^'), ignoreCase);
    }

    /// <summary>The set is folded before it is negated, as Go does it: <c>(?i)\W</c> is not U+212A, the sign that equals a <c>k</c>.</summary>
    private static RuneSet Made(RuneSet set, bool negated, bool ignoreCase)
    {
        var made = ignoreCase ? CaseFolding.Of(set) : set;
        return negated ? made.Negate() : made;
    }
}
