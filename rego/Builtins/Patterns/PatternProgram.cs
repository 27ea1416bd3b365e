namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>A pattern as instructions for <see cref="ThreadMatcher"/>. Immutable.</summary>
internal sealed class PatternProgram
{
    /// <summary>Instructions; a bound for what counted repetitions write out.</summary>
    private const int MaxLength = 400_000;

    private readonly List<PatternStep> _steps = [];

    private PatternProgram()
    {
    }

    internal IReadOnlyList<PatternStep> Steps => _steps;

    /// <summary>How many groups there are, the whole match among them.</summary>
    internal int GroupCount { get; private set; } = 1;

    /// <exception cref="PatternException">The pattern is too large.</exception>
    internal static PatternProgram Compile(RegexNode root)
    {
        var program = new PatternProgram();
        program.Add(new PatternStep(PatternStepKind.Save, 0));
        program.Append(root);
        program.Add(new PatternStep(PatternStepKind.Save, 1));
        program.Add(new PatternStep(PatternStepKind.Match));
        return program;
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

    private void Append(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Literal { Rune: var rune }: Add(new PatternStep(PatternStepKind.Set, Set: RuneSet.Of(rune))); break;
            case RegexNode.Set { Runes: var runes }: Add(new PatternStep(PatternStepKind.Set, Set: runes)); break;
            case RegexNode.Anchor { Kind: var kind }: Add(new PatternStep(PatternStepKind.Anchor, (int)kind)); break;
            case RegexNode.Sequence { Parts: var parts }: AppendAll(parts); break;
            case RegexNode.Choice { Options: var options }: AppendChoice(options); break;
            case RegexNode.Capture capture: AppendCapture(capture); break;
            case RegexNode.Repeat repeat: AppendRepeat(repeat); break;
        }
    }

    private void AppendAll(IReadOnlyList<RegexNode> parts)
    {
        foreach (var part in parts)
        {
            Append(part);
        }
    }

    private void AppendChoice(IReadOnlyList<RegexNode> options)
    {
        var ends = new List<int>();
        for (var i = 0; i < options.Count - 1; i++)
        {
            var split = Add(new PatternStep(PatternStepKind.Split));
            Append(options[i]);
            ends.Add(Add(new PatternStep(PatternStepKind.Jump)));
            _steps[split] = new PatternStep(PatternStepKind.Split, split + 1, _steps.Count);
        }

        Append(options[^1]);
        foreach (var end in ends)
        {
            _steps[end] = new PatternStep(PatternStepKind.Jump, _steps.Count);
        }
    }

    private void AppendCapture(RegexNode.Capture capture)
    {
        GroupCount = Math.Max(GroupCount, capture.Number + 1);
        Add(new PatternStep(PatternStepKind.Save, 2 * capture.Number));
        Append(capture.Inner);
        Add(new PatternStep(PatternStepKind.Save, (2 * capture.Number) + 1));
    }

    private void AppendRepeat(RegexNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Minimum; i++)
        {
            Append(repeat.Inner);
        }

        if (repeat.Maximum < 0)
        {
            AppendLoop(repeat);
            return;
        }

        var splits = new List<int>();
        for (var i = repeat.Minimum; i < repeat.Maximum; i++)
        {
            splits.Add(Add(new PatternStep(PatternStepKind.Split)));
            Append(repeat.Inner);
        }

        foreach (var split in splits)
        {
            _steps[split] = SplitOf(repeat.Lazy, split + 1, _steps.Count);
        }
    }

    private void AppendLoop(RegexNode.Repeat repeat)
    {
        var split = Add(new PatternStep(PatternStepKind.Split));
        Append(repeat.Inner);
        Add(new PatternStep(PatternStepKind.Jump, split));
        _steps[split] = SplitOf(repeat.Lazy, split + 1, _steps.Count);
    }

    private static PatternStep SplitOf(bool lazy, int inside, int behind) =>
        lazy ? new PatternStep(PatternStepKind.Split, behind, inside) : new PatternStep(PatternStepKind.Split, inside, behind);
}
