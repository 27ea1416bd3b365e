namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>The named sets of characters in RE2's syntax.</summary>
internal static class UnicodeClasses
{
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
}
