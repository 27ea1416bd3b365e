using Rego.Values;

namespace Rego.Builtins.Patterns;

/// <summary>
/// Matches by following all ways through a pattern at once, in the order of their preference (Pike's algorithm): time is linear in the
/// text. It alone says where matches and their groups are. Not thread-safe.
/// </summary>
internal sealed class ThreadMatcher
{
    /// <summary>So many steps are done between two countings.</summary>
    private const int Portion = 512;

    private const int FirstPending = 16;

    /// <summary>So many places are copied in the time of a step.</summary>
    private const int PlacesAStep = 16;

    private readonly PatternStep[] _program;
    private readonly PatternStart _start;
    private readonly string _text;
    private readonly Action<long, long>? _charge;
    private readonly int[] _seen;
    private readonly int[] _places;
    private readonly int[] _best;
    private (int Step, int Place)[] _pending = new (int, int)[FirstPending];
    private int _pendingCount;
    private ThreadList _threads;
    private ThreadList _next;
    private int _generation;
    private long _work;

    /// <param name="program">The pattern.</param>
    /// <param name="text">The text.</param>
    /// <param name="groupCount">How many groups are asked for: 0 where it is enough to know whether there is a match, 1 for the whole match.</param>
    /// <param name="charge">Counts the steps that the work takes, and its bytes; null where nothing counts them.</param>
    internal ThreadMatcher(PatternProgram program, string text, int groupCount, Action<long, long>? charge)
    {
        var placeCount = 2 * Math.Min(groupCount, program.GroupCount);
        charge?.Invoke(0, sizeof(int) * (program.Steps.Length + (2L * placeCount)));
        _program = program.Steps;
        _start = program.Start;
        _text = text;
        _charge = charge;
        _seen = new int[_program.Length];
        _places = new int[placeCount];
        _best = new int[placeCount];
        _threads = new ThreadList(placeCount, charge);
        _next = new ThreadList(placeCount, charge);
    }

    /// <summary>Whether there is a match anywhere.</summary>
    internal bool Occurs() => Run(0);

    /// <summary>The first match from a place on; null where there is none.</summary>
    internal Re2Match? Find(int start) => Run(start) ? ToMatch() : null;

    private bool Run(int start)
    {
        var found = false;
        _threads.Clear();
        NextGeneration();
        for (var at = start; ; at += GoText.RuneLength(_text, at))
        {
            if (_threads.Count == 0 && (found || !SkipIdle(ref at)))
            {
                break;
            }

            if (!found && CanBegin(at))
            {
                Array.Fill(_places, -1);
                Follow(_threads, 0, at);
            }

            found |= Step(at);
            if (at >= _text.Length || (found && _places.Length == 0))
            {
                break;
            }

            (_threads, _next) = (_next, _threads);
            Count(1);
        }

        Charge();
        return found;
    }

    /// <summary>Whether a match may begin at a place, as far as its character tells.</summary>
    private bool CanBegin(int at) =>
        !(_start.IsAtTextStart && at > 0) && (_start.Idle is null || (at < _text.Length && !_start.Idle.Contains(_text[at])));

    /// <summary>Where no thread is left, goes on to where a match can begin; false where that is nowhere.</summary>
    private bool SkipIdle(ref int at)
    {
        if (_start.IsAtTextStart && at > 0)
        {
            return false;
        }

        var idle = _start.Idle is null ? 0 : _text.AsSpan(at).IndexOfAnyExcept(_start.Idle);
        if (idle > 0)
        {
            at += idle;
            Count(idle);
            NextGeneration();
        }

        return idle >= 0;
    }

    /// <summary>Lets every thread take the character; true where one matches: those that are less preferred end then.</summary>
    private bool Step(int at)
    {
        _next.Clear();
        NextGeneration();
        var rune = at < _text.Length ? GoText.RuneAt(_text, at) : -1;
        var behind = rune > 0xFFFF ? at + 2 : at + 1;
        for (var i = 0; i < _threads.Count; i++)
        {
            var index = _threads.StepOf(i);
            if (_program[index].Kind == PatternStepKind.Match)
            {
                _threads.PlacesOf(i).CopyTo(_best);
                return true;
            }

            if (rune >= 0 && _program[index].Set!.Contains(rune))
            {
                Advance(i, index + 1, behind);
            }
        }

        return false;
    }

    /// <summary>Lets a thread go on behind a character; most go right on to the next one, with nothing to follow.</summary>
    private void Advance(int thread, int index, int at)
    {
        var places = _threads.PlacesOf(thread);
        if (_program[index].Kind != PatternStepKind.Set)
        {
            places.CopyTo(_places);
            Follow(_next, index, at);
        }
        else if (_seen[index] != _generation)
        {
            _seen[index] = _generation;
            _next.Add(index, places);
            Count(1 + (places.Length / PlacesAStep));
        }
    }

    /// <summary>Brings a thread with the present places to all the instructions where it takes a character.</summary>
    private void Follow(ThreadList arrived, int first, int at)
    {
        Push(first, -1);
        while (_pendingCount > 0)
        {
            var entry = _pending[--_pendingCount];
            if (entry.Step < 0)
            {
                _places[~entry.Step] = entry.Place;
                continue;
            }

            for (var index = entry.Step; index >= 0 && _seen[index] != _generation;)
            {
                _seen[index] = _generation;
                index = Next(arrived, index, at);
                Count(1);
            }
        }
    }

    /// <summary>Does one instruction that takes no character; answers the next one, or -1 where the thread stops there.</summary>
    private int Next(ThreadList arrived, int index, int at)
    {
        ref readonly var step = ref _program[index];
        switch (step.Kind)
        {
            case PatternStepKind.Jump:
                return step.A;
            case PatternStepKind.Split:
                Push(step.B, -1);
                return step.A;
            case PatternStepKind.Save:
                if (step.A < _places.Length)
                {
                    Push(~step.A, _places[step.A]);
                    _places[step.A] = at;
                }

                return index + 1;
            case PatternStepKind.Anchor:
                return Holds((AnchorKind)step.A, at) ? index + 1 : -1;
            default:
                arrived.Add(index, _places);
                _work += _places.Length / PlacesAStep;
                return -1;
        }
    }

    /// <summary>No more than two for each instruction, since none is followed twice at one place.</summary>
    private void Push(int step, int place)
    {
        if (_pendingCount == _pending.Length)
        {
            _charge?.Invoke(0, (long)_pendingCount * sizeof(long));
            Array.Resize(ref _pending, 2 * _pendingCount);
        }

        _pending[_pendingCount++] = (step, place);
    }

    private void NextGeneration()
    {
        if (++_generation == int.MaxValue)
        {
            Array.Clear(_seen);
            _generation = 1;
        }
    }

    private void Count(int steps)
    {
        _work += steps;
        if (_work >= Portion)
        {
            Charge();
        }
    }

    private void Charge()
    {
        _charge?.Invoke(_work, 0);
        _work = 0;
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

    private Re2Match ToMatch()
    {
        var groups = new (int, int)[_best.Length / 2];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = _best[(2 * i) + 1] < 0 ? (-1, -1) : (_best[2 * i], _best[(2 * i) + 1]);
        }

        return new Re2Match(_text, groups);
    }
}
