namespace Rego.Builtins.Patterns;

/// <summary>Writes a pattern's instructions.</summary>
internal sealed class PatternProgramBuilder
{
    /// <summary>Instructions; a bound for what counted repetitions write out.</summary>
    private const int MaxLength = 400_000;

    private readonly List<PatternStep> _steps = [];

    private PatternProgramBuilder()
    {
    }

    /// <exception cref="PatternException">The pattern is too large.</exception>
    internal static PatternStep[] Build(RegexNode root)
    {
        var builder = new PatternProgramBuilder();
        builder.Add(new PatternStep(PatternStepKind.Save, 0));
        builder.Append(root);
        builder.Add(new PatternStep(PatternStepKind.Save, 1));
        builder.Add(new PatternStep(PatternStepKind.Match));
        return [.. builder._steps];
    }

    private int Add(PatternStep step)
    {
        if (_steps.Count >= MaxLength)
        {
            throw new PatternException("error parsing regexp: expression too large");
        }

        _steps.Add(step);
        return _steps.Count - 1;
    }

    /// <summary>Writes a part; answers whether it can match the empty text.</summary>
    private bool Append(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Literal { Rune: var rune }: Add(new PatternStep(PatternStepKind.Set, Set: RuneSet.Of(rune))); return false;
            case RegexNode.Set { Runes: var runes }: Add(new PatternStep(PatternStepKind.Set, Set: runes)); return false;
            case RegexNode.Anchor { Kind: var kind }: Add(new PatternStep(PatternStepKind.Anchor, (int)kind)); return true;
            case RegexNode.Sequence { Parts: var parts }: return AppendAll(parts);
            case RegexNode.Choice { Options: var options }: return AppendChoice(options);
            case RegexNode.Capture capture: return AppendCapture(capture);
            case RegexNode.Repeat repeat: return AppendRepeat(repeat);
            default: throw new ArgumentException($"{node.GetType().Name} is no part of a pattern.", nameof(node));
        }
    }

    private bool AppendAll(IReadOnlyList<RegexNode> parts)
    {
        var canBeEmpty = true;
        foreach (var part in parts)
        {
            canBeEmpty &= Append(part);
        }

        return canBeEmpty;
    }

    private bool AppendChoice(IReadOnlyList<RegexNode> options)
    {
        var ends = new List<int>();
        var canBeEmpty = false;
        for (var i = 0; i < options.Count - 1; i++)
        {
            var split = Add(new PatternStep(PatternStepKind.Split));
            canBeEmpty |= Append(options[i]);
            ends.Add(Add(new PatternStep(PatternStepKind.Jump)));
            _steps[split] = new PatternStep(PatternStepKind.Split, split + 1, _steps.Count);
        }

        canBeEmpty |= Append(options[^1]);
        foreach (var end in ends)
        {
            _steps[end] = new PatternStep(PatternStepKind.Jump, _steps.Count);
        }

        return canBeEmpty;
    }

    private bool AppendCapture(RegexNode.Capture capture)
    {
        Add(new PatternStep(PatternStepKind.Save, 2 * capture.Number));
        var canBeEmpty = Append(capture.Inner);
        Add(new PatternStep(PatternStepKind.Save, (2 * capture.Number) + 1));
        return canBeEmpty;
    }

    private bool AppendRepeat(RegexNode.Repeat repeat)
    {
        if (repeat.Maximum < 0)
        {
            return AppendUnbounded(repeat);
        }

        var canBeEmpty = true;
        for (var i = 0; i < repeat.Minimum; i++)
        {
            canBeEmpty = Append(repeat.Inner);
        }

        var splits = new List<int>();
        for (var i = repeat.Minimum; i < repeat.Maximum; i++)
        {
            splits.Add(Add(new PatternStep(PatternStepKind.Split)));
            Append(repeat.Inner);
        }

        EndSplits(splits, repeat.Lazy);
        return canBeEmpty;
    }

    private bool AppendUnbounded(RegexNode.Repeat repeat)
    {
        for (var i = 1; i < repeat.Minimum; i++)
        {
            Append(repeat.Inner);
        }

        return repeat.Minimum == 0 ? AppendStar(repeat) : AppendPlus(repeat);
    }

    /// <summary>
    /// <c>x*</c>. Where <c>x</c> can be empty it is <c>(x+)?</c>: a loop of its own would prefer the end of the loop to what stands
    /// behind an empty first option (Go's issue 46123).
    /// </summary>
    private bool AppendStar(RegexNode.Repeat repeat)
    {
        var split = Add(new PatternStep(PatternStepKind.Split));
        if (Append(repeat.Inner))
        {
            Add(SplitOf(repeat.Lazy, split + 1, _steps.Count + 1));
        }
        else
        {
            Add(new PatternStep(PatternStepKind.Jump, split));
        }

        EndSplits([split], repeat.Lazy);
        return true;
    }

    private bool AppendPlus(RegexNode.Repeat repeat)
    {
        var start = _steps.Count;
        var canBeEmpty = Append(repeat.Inner);
        Add(SplitOf(repeat.Lazy, start, _steps.Count + 1));
        return canBeEmpty;
    }

    /// <summary>Lets each of the splits lead into what stands right behind it, or to the present end.</summary>
    private void EndSplits(List<int> splits, bool lazy)
    {
        foreach (var split in splits)
        {
            _steps[split] = SplitOf(lazy, split + 1, _steps.Count);
        }
    }

    private static PatternStep SplitOf(bool lazy, int inside, int behind) =>
        lazy ? new PatternStep(PatternStepKind.Split, behind, inside) : new PatternStep(PatternStepKind.Split, inside, behind);
}
