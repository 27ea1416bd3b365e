namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>Looks for what makes a matcher's answer depend on finer points than which texts match.</summary>
internal sealed class PatternTraits
{
    private PatternTraits()
    {
    }

    /// <summary>Whether something is repeated that can match the empty text: <c>(a|b*)*</c>.</summary>
    internal bool HasEmptyLoops { get; private set; }

    /// <summary>Whether somewhere less is preferred to more: <c>a*?</c>, <c>(|a)</c>.</summary>
    internal bool PrefersLess { get; private set; }

    internal static PatternTraits Of(RegexNode root)
    {
        var traits = new PatternTraits();
        traits.CanBeEmpty(root);
        return traits;
    }

    private bool CanBeEmpty(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Anchor:
                return true;
            case RegexNode.Sequence { Parts: var parts }:
                return CanEach(parts).TrueForAll(can => can);
            case RegexNode.Choice { Options: var options }:
                var can = CanEach(options);
                PrefersLess |= can.IndexOf(true) is >= 0 and var first && first < can.Count - 1;
                return can.Contains(true);
            case RegexNode.Capture { Inner: var inner }:
                return CanBeEmpty(inner);
            case RegexNode.Repeat repeat:
                var isEmpty = CanBeEmpty(repeat.Inner);
                HasEmptyLoops |= isEmpty;
                PrefersLess |= repeat.Lazy && repeat.Minimum != repeat.Maximum;
                return isEmpty || repeat.Minimum == 0;
            default:
                return false;
        }
    }

    /// <summary>Looks at each part, also behind one that decides.</summary>
    private List<bool> CanEach(IReadOnlyList<RegexNode> parts) => [.. parts.Select(CanBeEmpty)];
}
