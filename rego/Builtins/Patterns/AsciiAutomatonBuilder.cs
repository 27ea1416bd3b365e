namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>Makes the automaton of a pattern by following all its ways at once, for each class of characters.</summary>
internal sealed class AsciiAutomatonBuilder
{
    /// <summary>The largest pattern, counted by <see cref="PatternSize"/>, that is worth a look.</summary>
    internal const int MaxPatternSize = 256;

    private const int AsciiCount = 128;
    private const int MaxInstructions = 512;
    private const int MaxTransitions = 4096;

    private readonly PatternProgram _program;
    private readonly byte[] _classes = new byte[AsciiCount];
    private readonly List<int> _members = [];
    private readonly Dictionary<string, short> _states = [];
    private readonly List<int[]> _pending = [];
    private readonly List<bool> _holdsAtEnd = [];
    private readonly List<short> _next = [];

    private AsciiAutomatonBuilder(PatternProgram program) => _program = program;

    /// <summary>The automaton; null where it would be too large, or the pattern asks for lines or words.</summary>
    internal static AsciiAutomaton? Build(PatternProgram program) =>
        program.Steps.Count > MaxInstructions || program.Steps.Any(IsUnfit) ? null : new AsciiAutomatonBuilder(program).Build();

    private static bool IsUnfit(PatternStep step) =>
        step.Kind == PatternStepKind.Anchor && (AnchorKind)step.A is not (AnchorKind.TextStart or AnchorKind.TextEnd);

    private AsciiAutomaton? Build()
    {
        Classify();
        var start = StateOf([0], atStart: true);
        for (var state = 0; state < _pending.Count; state++)
        {
            if (_pending.Count * _members.Count > MaxTransitions)
            {
                return null;
            }

            foreach (var member in _members)
            {
                _next.Add(StateOf(Move(_pending[state], member), atStart: false));
            }
        }

        return new AsciiAutomaton(_classes, _members.Count, [.. _next.Select(RowOf)], [.. _holdsAtEnd], RowOf(start));
    }

    private short RowOf(short state) => state < 0 ? state : (short)(state * _members.Count);

    /// <summary>Divides the characters by the sets that the pattern has, and notes one member of each class.</summary>
    private void Classify()
    {
        var sets = _program.Steps.Where(step => step.Kind == PatternStepKind.Set).Select(step => step.Set!).Distinct().ToList();
        var classes = new Dictionary<string, byte>();
        for (var c = 0; c < AsciiCount; c++)
        {
            var key = string.Concat(sets.Select(set => set.Contains(c) ? '1' : '0'));
            if (!classes.TryGetValue(key, out var number))
            {
                classes.Add(key, number = (byte)classes.Count);
                _members.Add(c);
            }

            _classes[c] = number;
        }
    }

    /// <summary>Where the ways go on behind a character; one more begins there, since the pattern may occur anywhere.</summary>
    private List<int> Move(int[] steps, int rune)
    {
        var reached = new List<int> { 0 };
        reached.AddRange(steps.Where(step => _program.Steps[step].Set!.Contains(rune)).Select(step => step + 1));
        return reached;
    }

    private short StateOf(List<int> reached, bool atStart)
    {
        if (Follow(reached, atStart, atEnd: false) is not { } steps)
        {
            return AsciiAutomaton.Holds;
        }

        var holdsAtEnd = Follow(reached, atStart, atEnd: true) is null;
        if (steps.Length == 0 && !holdsAtEnd)
        {
            return AsciiAutomaton.Fails;
        }

        var key = (holdsAtEnd ? "$" : "-") + string.Concat(steps.Select(step => (char)step));
        if (!_states.TryGetValue(key, out var state))
        {
            _states.Add(key, state = (short)_pending.Count);
            _pending.Add(steps);
            _holdsAtEnd.Add(holdsAtEnd);
        }

        return state;
    }

    /// <summary>The instructions that take a character, in their order; null where the pattern holds already.</summary>
    private int[]? Follow(IEnumerable<int> reached, bool atStart, bool atEnd)
    {
        var pending = new Stack<int>(reached);
        var seen = new HashSet<int>();
        var taking = new SortedSet<int>();
        while (pending.TryPop(out var at))
        {
            if (!seen.Add(at))
            {
                continue;
            }

            var step = _program.Steps[at];
            switch (step.Kind)
            {
                case PatternStepKind.Match:
                    return null;
                case PatternStepKind.Set:
                    taking.Add(at);
                    break;
                case PatternStepKind.Jump:
                    pending.Push(step.A);
                    break;
                case PatternStepKind.Split:
                    pending.Push(step.A);
                    pending.Push(step.B);
                    break;
                case PatternStepKind.Save:
                case PatternStepKind.Anchor when (AnchorKind)step.A == AnchorKind.TextStart ? atStart : atEnd:
                    pending.Push(at + 1);
                    break;
            }
        }

        return [.. taking];
    }
}
