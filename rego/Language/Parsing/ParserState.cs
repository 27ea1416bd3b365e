using Rego.Diagnostics;
using Rego.Syntax;

namespace Rego.Parsing;

/// <summary>All that parsing changes, in one value: copied to try a reading, and set again where it was the wrong one.</summary>
internal struct ParserState
{
    internal LexerPosition Lexer;
    internal Token Token;
    internal int TokenStart;
    internal int TokenEnd;
    internal int Row;
    internal int Column;

    /// <summary>Where the last token that is not white space ended.</summary>
    internal int LastEnd;

    /// <summary>Whether a line break lies between that token and the current one.</summary>
    internal bool SkippedNewline;

    internal int Wildcards;
    internal KeywordSet Keywords;
    internal Chain<Diagnostic>? Errors;
    internal Chain<Comment>? Comments;
    internal Chain<string>? Hints;
}
