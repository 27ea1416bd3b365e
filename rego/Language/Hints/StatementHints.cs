using Rego.Diagnostics;
using Rego.Errors;

namespace Rego.Hints;

/// <summary>Hints for statements that make no sense together.</summary>
internal static class StatementHints
{
    internal static string? Of(Diagnostic error, HintContext context) => error.Code switch
    {
        DiagnosticCodes.Recursion => "a rule cannot ask for itself, not even by way of others: split off what both need into a rule of its own",
        DiagnosticCodes.Compile => OfCompilation(error.Message),
        _ => null,
    };

    private static string? OfCompilation(string message) => message switch
    {
        _ when IsOfVariable(message, "assigned above") => "`:=` gives a variable a value once: compare with `==`, or take another name",
        _ when IsOfVariable(message, "declared above") => "it is declared in this body already: leave this declaration out, or take another name",
        _ when IsOfVariable(message, "referenced above") => "it is used before `:=` gives it a value: move the assignment up, or take another name if a rule is meant above",
        _ when message.StartsWith("declared var ", StringComparison.Ordinal) || message.StartsWith("assigned var ", StringComparison.Ordinal) =>
            "remove it, or write `_` in its place",
        _ when message.StartsWith("rules must not shadow ", StringComparison.Ordinal) => "`input` and `data` are the documents themselves",
        _ => null,
    };

    private static bool IsOfVariable(string message, string end) =>
        message.StartsWith("var ", StringComparison.Ordinal) && message.EndsWith(end, StringComparison.Ordinal);
}
