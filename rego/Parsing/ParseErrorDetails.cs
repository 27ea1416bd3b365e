using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Parsing;

/// <summary>OPA's details of a parse error: the text of the line, and the byte in it.</summary>
internal static class ParseErrorDetails
{
    internal static RegoObject? Of(SourceLocation location)
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
        var index = at < begin ? at - begin : SourceText.GetByteCount(text.AsSpan(begin, at - begin));
        return RegoObject.From(("line", RegoString.From(SourceText.ReplaceInvalid(text[begin..end]))), ("idx", RegoNumber.From(index)));
    }

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    private static bool IsLineBreak(char c) => c is '\r' or '\n';
}
