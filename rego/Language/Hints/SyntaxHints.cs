using Rego.Diagnostics;
using Rego.Errors;
using Rego.Syntax;

namespace Rego.Hints;

/// <summary>Hints for texts that are no Rego: told by the line, since what stands there was not understood.</summary>
internal static class SyntaxHints
{
    private const string OneOf = "unexpected keyword, must be one of [";
    private const string ImportRoot = "unexpected import path, must begin with one of: ";

    /// <summary>The keywords that a line can begin with.</summary>
    private static readonly string[] Leading = ["package", "import", "default", "some", "every", "not", "else"];

    internal static string? Of(Diagnostic error, HintContext context) =>
        error.Code != DiagnosticCodes.Parse ? null : OfMessage(error) ?? (SourceLine.At(error.Location) is { } line ? OfLine(line) : null);

    /// <summary>The hint that follows from the message alone.</summary>
    internal static string? OfMessage(Diagnostic error) => error.Message switch
    {
        "`if` keyword is required before rule body" => "this is how Rego was written before version 1: put `if` before the `{`",
        "`contains` keyword is required for partial set rules" => "this is how Rego was written before version 1: write `name contains value if { … }`",
        "empty module" => "a module begins with `package name`",
        "found empty body" => "a body needs a statement: write `true` if it shall always hold",
        "non-terminated string" => "close the string with a double quote on the same line; text of several lines stands between backquotes",
        var message when message.StartsWith(OneOf, StringComparison.Ordinal) =>
            NameHints.DidYouMean(NearNames.Find(LastWord(error), message[OneOf.Length..^1].Split(' '))),
        var message when message.StartsWith(ImportRoot, StringComparison.Ordinal) =>
            NameHints.DidYouMean(NearNames.Find(RootIn(message), ["data", "future", "input", "rego"])) ?? "what other modules define stands below `data`: `import data.…`",
        _ => null,
    };

    private static string? OfLine(SourceLine line)
    {
        var at = Math.Clamp(line.Index, 0, line.Text.Length);
        var rest = line.Text[at..];
        return OfToken(rest) ?? OfFirstWord(line.Text) ?? OfNeighbours(line.Text, at);
    }

    private static string? OfToken(string rest) => rest switch
    {
        ['\'', ..] => "text stands in double quotes",
        ['&', '&', ..] => "there is no `&&`: statements on lines of their own, or with `;` between them, must all hold",
        ['|', '|', ..] => "there is no `||`: write the rule once for each case, or `import future.keywords.or`",
        ['!', ..] => "negation is written `not`",
        ['=', '=', '=', ..] => "equality is written `==`",
        [';', ..] => "a `;` stands between two statements only",
        ['?', ..] => "there is no `? :`: write the rule once for each case, or use `else :=`",
        _ => null,
    };

    private static string? OfFirstWord(string line)
    {
        var word = new string([.. line.TrimStart().TakeWhile(char.IsAsciiLetter)]);
        var rest = line.TrimStart()[word.Length..];
        var isFollowed = rest.StartsWith(' ') && rest.TrimStart() is [var next, ..] && (char.IsAsciiLetter(next) || next == '_');
        return isFollowed && !Keywords.IsReserved(word) ? NameHints.DidYouMean(NearNames.Find(word, Leading)) : null;
    }

    /// <summary>What stands just before the place: an operator that was left in two, or a keyword that is near to one.</summary>
    private static string? OfNeighbours(string line, int at)
    {
        var before = line[..at].TrimEnd();
        if (before is [.., '&' or '|'])
        {
            return OfToken(before[^1..] + before[^1..]);
        }

        if (before.EndsWith("==", StringComparison.Ordinal))
        {
            return OfToken("===");
        }

        var word = new string([.. line[at..].TakeWhile(char.IsAsciiLetter)]);
        return Keywords.IsReserved(word) ? null : NameHints.DidYouMean(NearNames.Find(word, ["contains", "with", "every", "else"]) ?? (word is "fi" or "when" or "iff" ? "if" : null));
    }

    private static string RootIn(string message)
    {
        var root = message[(message.IndexOf("got: ", StringComparison.Ordinal) + "got: ".Length)..];
        return root.IndexOf(' ') is var end and >= 0 ? root[..end] : root;
    }

    private static string LastWord(Diagnostic error)
    {
        var text = error.Location.Text.ToString();
        return text[(text.LastIndexOf('.') + 1)..];
    }
}
