using System.Buffers;

namespace Rego.Builtins.Patterns;

/// <summary>What a match can begin with, so that places where none begins are passed over quickly.</summary>
/// <param name="IsAtTextStart">Whether every match begins where the text does.</param>
/// <param name="Idle">The ASCII characters that no match begins with; null where a match can be empty.</param>
internal sealed record PatternStart(bool IsAtTextStart, SearchValues<char>? Idle)
{
    private const int AsciiCount = 128;

    /// <summary>Looks at a program; places between characters other than the text's start are taken to be there.</summary>
    internal static PatternStart Of(PatternStep[] program)
    {
        var isAtTextStart = Reach(program, atTextStart: false).Count == 0;
        var anywhere = Reach(program, atTextStart: true);
        if (anywhere.Exists(step => step.Kind == PatternStepKind.Match))
        {
            return new PatternStart(isAtTextStart, null);
        }

        var idle = Enumerable.Range(0, AsciiCount).Where(rune => !anywhere.Exists(step => step.Set!.Contains(rune))).Select(rune => (char)rune);
        return new PatternStart(isAtTextStart, SearchValues.Create([.. idle]));
    }

    private static List<PatternStep> Reach(PatternStep[] program, bool atTextStart)
    {
        var pending = new Stack<int>([0]);
        var seen = new HashSet<int>();
        var reached = new List<PatternStep>();
        while (pending.TryPop(out var at))
        {
            if (!seen.Add(at))
            {
                continue;
            }

            var step = program[at];
            switch (step.Kind)
            {
                case PatternStepKind.Match or PatternStepKind.Set:
                    reached.Add(step);
                    break;
                case PatternStepKind.Jump:
                    pending.Push(step.A);
                    break;
                case PatternStepKind.Split:
                    pending.Push(step.A);
                    pending.Push(step.B);
                    break;
                case PatternStepKind.Anchor when (AnchorKind)step.A == AnchorKind.TextStart && !atTextStart:
                    break;
                default:
                    pending.Push(at + 1);
                    break;
            }
        }

        return reached;
    }
}
