using Rego.Syntax;

namespace Rego.Parsing;

/// <summary>What messages call the tokens; for operators these are the names of the built-in functions behind them.</summary>
internal static class TokenNames
{
    internal static string Of(Token token) => token switch
    {
        Token.Illegal => "illegal",
        Token.EndOfFile => "eof",
        Token.Whitespace => "whitespace",
        Token.Comment => "comment",
        Token.Identifier => "identifier",
        Token.Number => "number",
        Token.String or Token.RawString => "string",
        Token.TemplatePart or Token.RawTemplatePart => "template-string-part",
        Token.TemplateEnd or Token.RawTemplateEnd => "template-string-end",
        Token.LeftBracket => "[",
        Token.RightBracket => "]",
        Token.LeftBrace => "{",
        Token.RightBrace => "}",
        Token.LeftParenthesis => "(",
        Token.RightParenthesis => ")",
        Token.Comma => ",",
        Token.Colon => ":",
        Token.Dot => ".",
        Token.Semicolon => ";",
        Token.Plus => "plus",
        Token.Minus => "minus",
        Token.Multiply => "mul",
        Token.Divide => "div",
        Token.Remainder => "rem",
        Token.Ampersand => "and",
        Token.Bar => "or",
        Token.Unify => "eq",
        Token.Equal => "equal",
        Token.Assign => "assign",
        Token.NotEqual => "neq",
        Token.Greater => "gt",
        Token.Less => "lt",
        Token.GreaterOrEqual => "gte",
        Token.LessOrEqual => "lte",
        _ => Keywords.Spelling(token),
    };
}
