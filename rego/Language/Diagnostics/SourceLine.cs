using Rego.Sources;

namespace Rego.Diagnostics;

/// <summary>The line of a module that a place is in.</summary>
/// <param name="Text">The line, without its end.</param>
/// <param name="Index">The place in it; -1 where it is before all lines.</param>
internal readonly record struct SourceLine(string Text, int Index)
{
    /// <summary>Finds the line; null where there is no text. A place in white space counts as the end of what stands before it.</summary>
    internal static SourceLine? At(SourceLocation location)
    {
        if (location.File is not { Text.Length: > 0 } file)
        {
            return null;
        }

        var text = file.Text;
        var at = Math.Clamp(location.Offset, 0, text.Length - 1);
        while (at > 0 && IsSpace(text[at]))
        {
            at--;
        }

        var begin = at;
        while (begin > 0 && !IsLineBreak(text[begin]))
        {
            begin--;
        }

        begin += IsLineBreak(text[begin]) ? 1 : 0;
        var end = at;
        while (end < text.Length && !IsLineBreak(text[end]))
        {
            end++;
        }

        begin = Math.Min(begin, end);
        return new SourceLine(text[begin..end], at - begin);
    }

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    private static bool IsLineBreak(char c) => c is '\r' or '\n';
}
