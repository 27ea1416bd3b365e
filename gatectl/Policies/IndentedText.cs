namespace Gatectl.Policies;

/// <summary>
/// Writes text indented as OPA does: at the start of each piece that is written at once, and behind each line break in it; so a
/// line made of several pieces is indented more than once.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="indent">By how many blanks.</param>
internal sealed class IndentedText(TextWriter output, int indent)
{
    private const int Step = 2;

    /// <summary>The same, further in.</summary>
    internal IndentedText Deeper(int by = Step) => new(output, indent + by);

    internal void Write(string piece)
    {
        var isStart = true;
        foreach (var c in piece)
        {
            if (isStart)
            {
                output.Write(new string(' ', indent));
            }

            output.Write(c);
            isStart = c == '\n';
        }
    }
}
