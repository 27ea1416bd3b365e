using Rego.Syntax;

namespace Rego.Printing;

/// <summary>Which texts can stand as a name.</summary>
internal static class Names
{
    /// <summary>Whether the text has the form of a name: it may be a keyword still.</summary>
    internal static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => c == '_' || char.IsAsciiLetterOrDigit(c));

    /// <summary>Whether the word is reserved: always, or by an import.</summary>
    internal static bool IsKeyword(string word, KeywordSet imported) =>
        Keywords.IsReserved(word) || (imported & Keywords.SetOf(word)) != 0;
}
