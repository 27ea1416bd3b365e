namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>
/// Matches by following all ways through a pattern at once, in the order of their preference (Pike's algorithm): time is linear in the
/// text. It is for what .NET's matcher sees in another way, word boundaries in a text that is not ASCII.
/// </summary>
internal sealed class ThreadMatcher
{
    private readonly PatternProgram _program;
    private readonly string _text;
    private readonly Action<long> _charge;
    private readonly int[] _seen;
    private readonly Stack<(int Step, int[] Places)> _pending = new();
    private List<(int Step, int[] Places)> _threads = [];
    private List<(int Step, int[] Places)> _next = [];
    private int _generation;

    /// <param name="program">The pattern.</param>
    /// <param name="text">The text.</param>
    /// <param name="charge">Counts the steps that the work takes.</param>
    internal ThreadMatcher(PatternProgram program, string text, Action<long> charge)
    {
        _program = program;
        _text = text;
        _charge = charge;
        _seen = new int[program.Steps.Count];
    }

    /// <summary>The first match from a place on; null where there is none.</summary>
    internal Re2Match? Find(int start)
    {
        int[]? best = null;
        _threads.Clear();
        for (var at = start; ; at += GoText.RuneLength(_text, at))
        {
            _generation++;
            Follow(at, best is null);
            best = Step(at) ?? best;
            if (at >= _text.Length || (best is not null && _next.Count == 0))
            {
                return best is null ? null : ToMatch(best);
            }

            (_threads, _next) = (_next, _threads);
        }
    }

    /// <summary>Brings every thread to where it takes a character, and begins one more where no match is found yet.</summary>
    private void Follow(int at, bool begins)
    {
        var arrived = _next;
        arrived.Clear();
        foreach (var (step, places) in _threads)
        {
            Add(arrived, step, places, at);
        }

        if (begins)
        {
            var places = new int[2 * _program.GroupCount];
            Array.Fill(places, -1);
            Add(arrived, 0, places, at);
        }

        (_threads, _next) = (arrived, _threads);
    }

    private void Add(List<(int Step, int[] Places)> threads, int first, int[] firstPlaces, int at)
    {
        _pending.Push((first, firstPlaces));
        while (_pending.TryPop(out var thread))
        {
            var (index, places) = thread;
            _charge(1);
            if (_seen[index] == _generation)
            {
                continue;
            }

            _seen[index] = _generation;
            var step = _program.Steps[index];
            switch (step.Kind)
            {
                case PatternStepKind.Jump:
                    _pending.Push((step.A, places));
                    break;
                case PatternStepKind.Split:
                    _pending.Push((step.B, places));
                    _pending.Push((step.A, places));
                    break;
                case PatternStepKind.Save:
                    var saved = (int[])places.Clone();
                    saved[step.A] = at;
                    _pending.Push((index + 1, saved));
                    break;
                case PatternStepKind.Anchor when Holds((AnchorKind)step.A, at):
                    _pending.Push((index + 1, places));
                    break;
                case PatternStepKind.Anchor:
                    break;
                default:
                    threads.Add((index, places));
                    break;
            }
        }
    }

    /// <summary>Lets every thread take the character; those that are less preferred than one that matches end.</summary>
    private int[]? Step(int at)
    {
        _next.Clear();
        var rune = at < _text.Length ? GoText.RuneAt(_text, at) : -1;
        foreach (var (index, places) in _threads)
        {
            var step = _program.Steps[index];
            if (step.Kind == PatternStepKind.Match)
            {
                return places;
            }

            if (rune >= 0 && step.Set!.Contains(rune))
            {
                _next.Add((index + 1, places));
            }
        }

        return null;
    }

    private bool Holds(AnchorKind kind, int at) => kind switch
    {
        AnchorKind.TextStart => at == 0,
        AnchorKind.TextEnd => at == _text.Length,
        AnchorKind.LineStart => at == 0 || _text[at - 1] == '\n',
        AnchorKind.LineEnd => at == _text.Length || _text[at] == '\n',
        AnchorKind.WordBoundary => IsWord(at - 1) != IsWord(at),
        _ => IsWord(at - 1) == IsWord(at),
    };

    private bool IsWord(int at) => at >= 0 && at < _text.Length && (char.IsAsciiLetterOrDigit(_text[at]) || _text[at] == '_');

    private Re2Match ToMatch(int[] places)
    {
        var groups = new (int, int)[_program.GroupCount];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = places[(2 * i) + 1] < 0 ? (-1, -1) : (places[2 * i], places[(2 * i) + 1]);
        }

        return new Re2Match(_text, groups);
    }
}
