namespace Rego.Builtins.Patterns;

/// <summary>A regular expression's syntax, after RE2's rules are applied.</summary>
internal abstract record RegexNode
{
    /// <summary>One character out of a set.</summary>
    internal sealed record Set(RuneSet Runes) : RegexNode;

    /// <summary>One character.</summary>
    internal sealed record Literal(int Rune) : RegexNode;

    /// <summary>A place between characters.</summary>
    internal sealed record Anchor(AnchorKind Kind) : RegexNode;

    /// <summary>One after the other; of none: the empty text.</summary>
    internal sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode;

    /// <summary>The first that leads to a match.</summary>
    internal sealed record Choice(IReadOnlyList<RegexNode> Options) : RegexNode;

    /// <summary>A group whose text is kept.</summary>
    internal sealed record Capture(RegexNode Inner, int Number) : RegexNode;

    /// <summary>Repetition; <paramref name="Maximum"/> of -1 is no bound.</summary>
    internal sealed record Repeat(RegexNode Inner, int Minimum, int Maximum, bool Lazy) : RegexNode;
}
