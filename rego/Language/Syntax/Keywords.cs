namespace Rego.Syntax;

/// <summary>The reserved words.</summary>
internal static class Keywords
{
    /// <summary>What <c>import future.keywords.…</c> may name, sorted as messages list them.</summary>
    internal static readonly string[] Importable = ["and", "contains", "every", "if", "in", "not", "or"];

    /// <summary>What importing a word switches on.</summary>
    internal static KeywordSet SetOf(string word) => word switch
    {
        "and" => KeywordSet.And,
        "or" => KeywordSet.Or,
        "not" => KeywordSet.Not,
        _ => KeywordSet.None,
    };

    /// <summary>The token of a word: a keyword's, or <see cref="Token.Identifier"/>.</summary>
    internal static Token Classify(ReadOnlySpan<char> word, KeywordSet active) => word switch
    {
        "not" or "in" or "every" or "contains" or "if" when active == KeywordSet.Suppressed => Token.Identifier,
        "package" => Token.Package,
        "import" => Token.Import,
        "as" => Token.As,
        "default" => Token.Default,
        "else" => Token.Else,
        "not" => Token.Not,
        "some" => Token.Some,
        "with" => Token.With,
        "null" => Token.Null,
        "true" => Token.True,
        "false" => Token.False,
        "in" => Token.In,
        "every" => Token.Every,
        "contains" => Token.Contains,
        "if" => Token.If,
        "and" when active.HasFlag(KeywordSet.And) => Token.LogicalAnd,
        "or" when active.HasFlag(KeywordSet.Or) => Token.LogicalOr,
        _ => Token.Identifier,
    };

    /// <summary>The word of a keyword's token.</summary>
    internal static string Spelling(Token token) => token switch
    {
        Token.Package => "package",
        Token.Import => "import",
        Token.As => "as",
        Token.Default => "default",
        Token.Else => "else",
        Token.Not => "not",
        Token.Some => "some",
        Token.With => "with",
        Token.Null => "null",
        Token.True => "true",
        Token.False => "false",
        Token.In => "in",
        Token.Every => "every",
        Token.Contains => "contains",
        Token.If => "if",
        Token.LogicalAnd => "and",
        Token.LogicalOr => "or",
        _ => throw new ArgumentOutOfRangeException(nameof(token), token, "not a keyword"),
    };

    /// <summary>Whether the token is a keyword.</summary>
    internal static bool IsKeyword(Token token) => token is >= Token.Package and <= Token.LogicalOr;

    /// <summary>Whether the word is reserved in every module.</summary>
    internal static bool IsReserved(ReadOnlySpan<char> word) => Classify(word, KeywordSet.None) != Token.Identifier;
}
