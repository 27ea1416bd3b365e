using Rego.Errors;

namespace Rego.Builtins.Patterns;

/// <summary>
/// Says whether a small pattern occurs in a text of ASCII: a deterministic automaton whose states are all made beforehand, so
/// that a character costs one look into a table. Immutable.
/// </summary>
/// <param name="classes">For each character its class: the characters of one class are all the same to the pattern.</param>
/// <param name="classCount">How many classes there are.</param>
/// <param name="next">
/// For each state and class where the next state's row begins, which is what a state is known by; or one of <see cref="Fails"/> and
/// <see cref="Holds"/>.
/// </param>
/// <param name="holdsAtEnd">For each state, by its number, whether the pattern holds where the text ends in it.</param>
/// <param name="start">The first state, or one of <see cref="Fails"/> and <see cref="Holds"/>.</param>
internal sealed class AsciiAutomaton(byte[] classes, int classCount, short[] next, bool[] holdsAtEnd, short start)
{
    /// <summary>In place of a state: the pattern does not occur, whatever follows.</summary>
    internal const short Fails = -1;

    /// <summary>In place of a state: the pattern occurs.</summary>
    internal const short Holds = -2;

    /// <summary>So many characters are read between two looks at the clock.</summary>
    private const int Portion = 32 * 1024;

    /// <summary>Whether the pattern occurs; null where a character that is not ASCII comes before that is known.</summary>
    /// <exception cref="RegoEvaluationException">The evaluation's time is over.</exception>
    internal bool? IsMatch(BuiltinContext context, ReadOnlySpan<char> text)
    {
        int state = start;
        while (text.Length > Portion)
        {
            if (!Read(text[..Portion], ref state))
            {
                return null;
            }

            text = text[Portion..];
            context.CheckTime();
        }

        if (!Read(text, ref state))
        {
            return null;
        }

        return state < 0 ? state == Holds : holdsAtEnd[state / classCount];
    }

    /// <summary>Goes on through a part of the text; false at a character that is not ASCII.</summary>
    private bool Read(ReadOnlySpan<char> text, ref int state)
    {
        var at = state;
        ReadOnlySpan<byte> classOf = classes;
        ReadOnlySpan<short> rows = next;
        foreach (var unit in text)
        {
            if (at < 0)
            {
                break;
            }

            if (unit >= classOf.Length)
            {
                return false;
            }

            at = rows[at + classOf[unit]];
        }

        state = at;
        return true;
    }
}
