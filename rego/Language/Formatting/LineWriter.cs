using System.Text;
using Rego.Syntax;

namespace Rego.Formatting;

/// <summary>Writes indented lines; a comment can wait for the end of the line that is being written.</summary>
internal sealed class LineWriter
{
    private readonly StringBuilder _text = new();
    private int _level;
    private bool _isHeld;

    /// <summary>Whether a line was begun and not ended.</summary>
    internal bool IsInLine { get; set; }

    /// <summary>The comment that waits for the end of the line, or null.</summary>
    internal Comment? Waiting { get; set; }

    /// <summary>What was written: it ends with one line break.</summary>
    internal string Text => _text.ToString().TrimEnd('\n') + "\n";

    internal void Write(ReadOnlySpan<char> text) => _text.Append(text);

    internal void StartLine()
    {
        IsInLine = true;
        _text.Append('\t', _level);
    }

    /// <summary>Starts a line where none is open.</summary>
    internal void EnsureLine()
    {
        if (!IsInLine)
        {
            StartLine();
        }
    }

    internal void EndLine()
    {
        IsInLine = false;
        if (Waiting is not null && !_isHeld)
        {
            Write(" ");
            Write(CommentQueue.TextOf(Waiting));
            Waiting = null;
        }

        _isHeld = false;
        Write("\n");
    }

    /// <summary>An empty line, behind the open one where there is one.</summary>
    internal void BlankLine()
    {
        if (IsInLine)
        {
            EndLine();
        }

        Write("\n");
    }

    internal void WriteLine(string text)
    {
        EnsureLine();
        Write(text);
        EndLine();
    }

    /// <summary>Ends the line, and starts one that is indented further; a waiting comment goes on waiting.</summary>
    internal void StartIndented()
    {
        _isHeld = true;
        EndLine();
        Indent();
        StartLine();
    }

    internal void Indent() => _level++;

    internal void Outdent() => _level--;

    internal Mark Save() => new(_text.Length, _level, Waiting);

    /// <summary>Takes back what was written since the mark was made.</summary>
    internal void Return(in Mark mark)
    {
        _text.Length = mark.Length;
        _level = mark.Level;
        Waiting = mark.Waiting;
    }

    internal readonly record struct Mark(int Length, int Level, Comment? Waiting);
}
