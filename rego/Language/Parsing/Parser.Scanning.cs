using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;
using Rego.Syntax;

namespace Rego.Parsing;

/// <content>Moving from token to token, and saying what is wrong with one.</content>
internal sealed partial class Parser
{
    private ReadOnlySpan<char> Word => _file.Text.AsSpan(_state.TokenStart, _state.TokenEnd - _state.TokenStart);

    private void Restore(in ParserState state)
    {
        _state = state;
        _lexer.Position = state.Lexer;
    }

    private void Scan() => Scan(skipWhitespace: true);

    /// <summary>As <see cref="Scan()"/>, but stops at white space: what follows without a gap belongs to a reference.</summary>
    private void ScanGap() => Scan(skipWhitespace: false);

    private void Scan(bool skipWhitespace)
    {
        LeaveToken();
        do
        {
            TakeToken(_lexer.Position, _lexer.Scan(_state.Keywords));
        }
        while ((Current == Token.Whitespace && skipWhitespace) || Current == Token.Comment);
    }

    private void ScanTemplateRest(bool isRaw)
    {
        LeaveToken();
        TakeToken(_lexer.Position, _lexer.ScanTemplateRest(isRaw));
    }

    private void LeaveToken()
    {
        if (Current != Token.Whitespace)
        {
            _state.LastEnd = _state.TokenEnd;
            _state.SkippedNewline = false;
        }
    }

    private void TakeToken(LexerPosition start, Token token)
    {
        _state.Token = token;
        _state.TokenStart = start.Offset;
        _state.Row = start.Row;
        _state.Column = start.Column;
        _state.TokenEnd = _lexer.Position.Offset;
        _state.Lexer = _lexer.Position;
        foreach (var message in _lexer.Errors)
        {
            Report(message, Here());
            _state.Token = Token.Illegal;
        }

        if (token == Token.Whitespace && Word is "\n")
        {
            _state.SkippedNewline = true;
        }
        else if (Current == Token.Comment)
        {
            var text = Word[1..].TrimEnd('\r').ToString();
            _state.Comments = Chain<Comment>.Append(_state.Comments, new Comment(Here(), text));
        }
    }

    /// <summary>The token that would follow the current one, white space included.</summary>
    private Token PeekGap()
    {
        var saved = _state;
        ScanGap();
        var token = Current;
        Restore(saved);
        return token;
    }

    /// <summary>The token that follows the current one.</summary>
    private Token Peek()
    {
        var saved = _state;
        Scan();
        var token = Current;
        Restore(saved);
        return token;
    }

    private SourceLocation Here() =>
        new(_file, _state.TokenStart, _state.TokenEnd - _state.TokenStart, _state.Row, _state.Column);

    /// <summary>A location that begins at <paramref name="offset"/> and ends with the last token, told by the place of <paramref name="start"/>.</summary>
    private static SourceLocation Span(SourceLocation start, int offset, int end) =>
        start with { Offset = offset, Length = Math.Max(0, end - offset) };

    private SourceLocation Extend(SourceLocation start) => Span(start, start.Offset, _state.LastEnd);

    private string TextBetween(int start, int end) => _file.Text[start..Math.Max(start, end)];

    private void Hint(string hint) => _state.Hints = Chain<string>.Append(_state.Hints, hint);

    private void Report(string message, SourceLocation location)
    {
        var text = message + HintText();
        _state.Hints = null;
        _state.Errors = Chain<Diagnostic>.Append(_state.Errors, new Diagnostic(DiagnosticCodes.Parse, text, location));
    }

    private string HintText() => _state.Hints switch
    {
        null => string.Empty,
        { Count: 1, Item: var hint } => $" (hint: {hint})",
        var hints => $" (hints: {string.Join(", ", Chain<string>.ToArray(hints))})",
    };

    /// <summary>Says that the current token cannot stand here.</summary>
    private void Unexpected(string? expectation = null)
    {
        if (Current == Token.Illegal)
        {
            Report("illegal token", Here());
            return;
        }

        var kind = Keywords.IsKeyword(Current) ? "keyword" : "token";
        var message = $"unexpected {TokenNames.Of(Current)} {kind}";
        Report(expectation is null ? message : $"{message}: {expectation}", Here());
    }
}
