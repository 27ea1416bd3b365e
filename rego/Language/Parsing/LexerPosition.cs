namespace Rego.Parsing;

/// <summary>Where the lexer stands; copied to go back there.</summary>
/// <param name="Current">The character looked at (a code point), or -1 at the end.</param>
/// <param name="Offset">Its index.</param>
/// <param name="Next">The index behind it.</param>
/// <param name="Row">Its line, from 1; a line break counts to the line that follows.</param>
/// <param name="Column">Its column, from 1; 0 for a line break; at the end that of the last character.</param>
internal record struct LexerPosition(int Current, int Offset, int Next, int Row, int Column);
