using Rego.Diagnostics;
using Rego.Formatting;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Work;

namespace Rego.Tooling.Formatting;

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
        return CompilerWork.Run(
            () => FormatSettled(source, options ?? new RegoFormatterOptions()),
            fault => new FormattingResult(null, [fault]) { Stage = FormattingStage.Layout });
    }

    /// <summary>A comment or a bracket that moved can give way for more: the layout is applied until it stays.</summary>
    private static FormattingResult FormatSettled(RegoSource source, RegoFormatterOptions options)
    {
        var result = FormatOnce(source, options);
        for (var round = 0; result.Text is not null && options.CheckResult && round < options.MaxRounds; round++)
        {
            var next = FormatOnce(new RegoSource("formatted", result.Text), options);
            if (next.Text is null)
            {
                return new FormattingResult(null, next.Errors) { Stage = FormattingStage.Result };
            }

            if (next.Text == result.Text)
            {
                break;
            }

            result = next;
        }

        return result;
    }

    private static FormattingResult FormatOnce(RegoSource source, RegoFormatterOptions options)
    {
        var errors = new DiagnosticBag();
        var module = Parser.ParseModule(new SourceFile(source.Path, source.Text), errors, features: LanguageFeatures.Of(options.Capabilities));
        if (module is null || !RegoV1Requirements.Check(module, errors))
        {
            return new FormattingResult(null, [.. errors]) { Stage = FormattingStage.Source };
        }

        var text = ModuleFormatter.Format(module, options, out var problems);
        return new FormattingResult(text, problems) { Stage = FormattingStage.Layout };
    }
}
