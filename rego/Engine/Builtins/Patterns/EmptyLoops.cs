namespace Rego.Builtins.Patterns;

/// <summary>Looks for repetitions of what can match the empty text: <c>(a|b*)*</c>.</summary>
internal sealed class EmptyLoops
{
    private bool _found;

    private EmptyLoops()
    {
    }

    /// <summary>Whether a pattern has one.</summary>
    internal static bool Has(RegexNode root)
    {
        var loops = new EmptyLoops();
        loops.CanBeEmpty(root);
        return loops._found;
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
                return CanEach(options).Contains(true);
            case RegexNode.Capture { Inner: var inner }:
                return CanBeEmpty(inner);
            case RegexNode.Repeat repeat:
                var isEmpty = CanBeEmpty(repeat.Inner);
                _found |= isEmpty;
                return isEmpty || repeat.Minimum == 0;
            default:
                return false;
        }
    }

    /// <summary>Looks at each part, also behind one that decides.</summary>
    private List<bool> CanEach(IReadOnlyList<RegexNode> parts) => [.. parts.Select(CanBeEmpty)];
}
