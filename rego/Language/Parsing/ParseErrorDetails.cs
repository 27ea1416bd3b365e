using Rego.Diagnostics;
using Rego.Sources;
using Rego.Values;

namespace Rego.Parsing;

/// <summary>OPA's details of a parse error: the text of the line, and the byte in it.</summary>
internal static class ParseErrorDetails
{
    internal static RegoObject? Of(SourceLocation location)
    {
        if (SourceLine.At(location) is not { } line)
        {
            return null;
        }

        var index = line.Index < 0 ? line.Index : SourceText.GetByteCount(line.Text.AsSpan(0, line.Index));
        return RegoObject.From(("line", RegoString.From(SourceText.ReplaceInvalid(line.Text))), ("idx", RegoNumber.From(index)));
    }
}
