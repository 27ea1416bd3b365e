using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Formatting;
using Gatekeeper.Rego.Parsing;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego;

/// <summary>Writes modules in the canonical layout, that of <c>opa fmt</c>. Immutable.</summary>
public static class RegoFormatter
{
    /// <summary>
    /// Formats a module. Never throws for what is wrong with it; that is in the result. What the module means, and its
    /// comments, stay; formatting the outcome again changes nothing.
    /// </summary>
    public static FormattingResult Format(RegoSource source, RegoFormatterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return DeepStack.Run(() => FormatSettled(source, options ?? new RegoFormatterOptions()));
    }

    /// <summary>A comment or a bracket that moved can give way for more: the layout is applied until it stays.</summary>
    private static FormattingResult FormatSettled(RegoSource source, RegoFormatterOptions options)
    {
        var errors = new DiagnosticBag();
        var text = FormatOnce(source.Path, source.Text, errors);
        if (text is null || !options.CheckResult)
        {
            return new FormattingResult(text, [.. errors]);
        }

        for (var round = 0; round < options.MaxRounds; round++)
        {
            var next = FormatOnce("formatted", text, errors);
            if (next is null)
            {
                return new FormattingResult(null, [.. errors]) { IsResultInvalid = true };
            }

            if (next == text)
            {
                break;
            }

            text = next;
        }

        return new FormattingResult(text, []);
    }

    private static string? FormatOnce(string path, string text, DiagnosticBag errors)
    {
        if (Parser.ParseModule(new SourceFile(path, text), errors) is not { } module || !RegoV1Requirements.Check(module, errors))
        {
            return null;
        }

        var formatted = ModuleFormatter.Format(module, out var problems);
        foreach (var problem in problems)
        {
            errors.Add(problem);
        }

        return formatted;
    }
}
