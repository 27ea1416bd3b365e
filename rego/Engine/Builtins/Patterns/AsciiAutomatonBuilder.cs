namespace Rego.Builtins.Patterns;

/// <summary>Makes the automaton of a pattern by following all its ways at once, for each class of characters.</summary>
internal sealed class AsciiAutomatonBuilder
{
    /// <summary>The largest pattern, counted by <see cref="PatternSize"/>, that is worth a look.</summary>
    internal const int MaxPatternSize = 256;

    private const int AsciiCount = 128;
    private const int MaxInstructions = 512;
    private const int MaxTransitions = 4096;

    private readonly PatternStep[] _program;
    private readonly bool _asksForLinesOrWords;
    private readonly bool _asksForLineStart;
    private readonly byte[] _classes = new byte[AsciiCount];
    private readonly List<int> _members = [];
    private readonly Dictionary<string, short> _states = [];
    private readonly List<(int[] Steps, Neighbour Before)> _pending = [];
    private readonly List<bool> _holdsAtEnd = [];
    private readonly List<short> _next = [];

    private AsciiAutomatonBuilder(PatternStep[] program)
    {
        _program = program;
        var anchors = program.Where(step => step.Kind == PatternStepKind.Anchor).Select(step => (AnchorKind)step.A).ToHashSet();
        _asksForLinesOrWords = anchors.Any(kind => kind is not (AnchorKind.TextStart or AnchorKind.TextEnd));
        _asksForLineStart = anchors.Contains(AnchorKind.LineStart);
    }

    /// <summary>What stands beside a place between characters.</summary>
    private enum Neighbour
    {
        Unknown,
        None,
        Newline,
        Word,
        Other,
    }

    /// <summary>The automaton; null where it would be too large.</summary>
    internal static AsciiAutomaton? Build(PatternProgram program) =>
        program.Steps.Length > MaxInstructions ? null : new AsciiAutomatonBuilder(program.Steps).Build();

    private AsciiAutomaton? Build()
    {
        Classify();
        var start = StateOf([0], Neighbour.None);
        for (var state = 0; state < _pending.Count; state++)
        {
            if (_pending.Count * _members.Count > MaxTransitions)
            {
                return null;
            }

            foreach (var member in _members)
            {
                _next.Add(Move(_pending[state].Steps, _pending[state].Before, member));
            }
        }

        return new AsciiAutomaton(_classes, _members.Count, [.. _next.Select(RowOf)], [.. _holdsAtEnd], RowOf(start));
    }

    private short RowOf(short state) => state < 0 ? state : (short)(state * _members.Count);

    /// <summary>Divides the characters by the sets that the pattern has, and notes one member of each class.</summary>
    private void Classify()
    {
        var sets = _program.Where(step => step.Kind == PatternStepKind.Set).Select(step => step.Set!).Distinct().ToList();
        var classes = new Dictionary<string, byte>();
        for (var c = 0; c < AsciiCount; c++)
        {
            var key = string.Concat(sets.Select(set => set.Contains(c) ? '1' : '0').Append((char)('0' + NeighbourOf(c))));
            if (!classes.TryGetValue(key, out var number))
            {
                classes.Add(key, number = (byte)classes.Count);
                _members.Add(c);
            }

            _classes[c] = number;
        }
    }

    private Neighbour NeighbourOf(int c) =>
        !_asksForLinesOrWords ? Neighbour.Other
        : c == '\n' ? Neighbour.Newline
        : char.IsAsciiLetterOrDigit((char)c) || c == '_' ? Neighbour.Word
        : Neighbour.Other;

    /// <summary>The state behind a character; one more way begins there, since the pattern may occur anywhere.</summary>
    private short Move(int[] steps, Neighbour before, int rune)
    {
        if (Follow(steps, before, NeighbourOf(rune)) is not { } taking)
        {
            return AsciiAutomaton.Holds;
        }

        var reached = new List<int> { 0 };
        reached.AddRange(taking.Where(step => _program[step].Set!.Contains(rune)).Select(step => step + 1));
        return StateOf(reached, NeighbourOf(rune));
    }

    private short StateOf(List<int> reached, Neighbour before)
    {
        if (Follow(reached, before, Neighbour.Unknown) is not { } steps)
        {
            return AsciiAutomaton.Holds;
        }

        var holdsAtEnd = Follow(steps, before, Neighbour.None) is null;
        if (steps.Length == 0 && !holdsAtEnd && !_asksForLineStart)
        {
            return AsciiAutomaton.Fails;
        }

        // What stands before the place counts only where something is still asked of the place.
        var isOpen = steps.Any(step => _program[step].Kind == PatternStepKind.Anchor);
        var key = $"{(isOpen ? before : Neighbour.Unknown)}{(holdsAtEnd ? '$' : '-')}{string.Concat(steps.Select(step => (char)step))}";
        if (!_states.TryGetValue(key, out var state))
        {
            _states.Add(key, state = (short)_pending.Count);
            _pending.Add((steps, before));
            _holdsAtEnd.Add(holdsAtEnd);
        }

        return state;
    }

    /// <summary>
    /// The instructions that take a character, and those that wait for what is known only with the next one, in their order; null where
    /// the pattern holds already.
    /// </summary>
    private int[]? Follow(IEnumerable<int> reached, Neighbour before, Neighbour after)
    {
        var pending = new Stack<int>(reached);
        var seen = new HashSet<int>();
        var stopped = new SortedSet<int>();
        while (pending.TryPop(out var at))
        {
            if (!seen.Add(at))
            {
                continue;
            }

            var step = _program[at];
            switch (step.Kind)
            {
                case PatternStepKind.Match:
                    return null;
                case PatternStepKind.Set:
                case PatternStepKind.Anchor when after == Neighbour.Unknown && (AnchorKind)step.A is not (AnchorKind.TextStart or AnchorKind.LineStart):
                    stopped.Add(at);
                    break;
                case PatternStepKind.Jump:
                    pending.Push(step.A);
                    break;
                case PatternStepKind.Split:
                    pending.Push(step.A);
                    pending.Push(step.B);
                    break;
                case PatternStepKind.Save:
                case PatternStepKind.Anchor when Holds((AnchorKind)step.A, before, after):
                    pending.Push(at + 1);
                    break;
            }
        }

        return [.. stopped];
    }

    private static bool Holds(AnchorKind kind, Neighbour before, Neighbour after) => kind switch
    {
        AnchorKind.TextStart => before == Neighbour.None,
        AnchorKind.TextEnd => after == Neighbour.None,
        AnchorKind.LineStart => before is Neighbour.None or Neighbour.Newline,
        AnchorKind.LineEnd => after is Neighbour.None or Neighbour.Newline,
        AnchorKind.WordBoundary => (before == Neighbour.Word) != (after == Neighbour.Word),
        _ => (before == Neighbour.Word) == (after == Neighbour.Word),
    };
}
