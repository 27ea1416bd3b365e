using Rego.Capabilities;
using Rego.Syntax;

namespace Rego.Parsing;

/// <summary>What of the language may be used: all of it, or what capabilities name.</summary>
internal sealed class LanguageFeatures
{
    private static readonly string[] Everywhere = ["contains", "every", "if", "in"];

    private LanguageFeatures()
    {
    }

    /// <summary>All that this parser knows.</summary>
    internal static LanguageFeatures All { get; } = new();

    /// <summary>Why nothing can be parsed at all, or null.</summary>
    internal string? Problem { get; private init; }

    /// <summary>What <c>import future.keywords.…</c> may name, sorted as messages list them.</summary>
    internal IReadOnlyList<string> Importable { get; private init; } = Keywords.Importable;

    /// <summary>What <c>import future.keywords</c> switches on.</summary>
    internal KeywordSet AllKeywords { get; private init; } = KeywordSet.All;

    /// <summary>Whether there is <c>import rego.v2</c>.</summary>
    internal bool HasVersion2Import { get; private init; } = true;

    /// <summary>Whether there are template strings.</summary>
    internal bool HasTemplateStrings { get; private init; } = true;

    /// <summary>Whether a keyword may stand behind a dot.</summary>
    internal bool HasKeywordsInReferences { get; private init; } = true;

    internal static LanguageFeatures Of(RegoCapabilities? capabilities) => capabilities is null ? All : new LanguageFeatures
    {
        Problem = ProblemOf(capabilities),
        Importable = [.. capabilities.FutureKeywords.Union(Everywhere).Order(StringComparer.Ordinal)],
        AllKeywords = capabilities.FutureKeywords.Aggregate(KeywordSet.None, (all, keyword) => all | Keywords.SetOf(keyword)),
        HasVersion2Import = capabilities.HasFeature("rego_v2_import"),
        HasTemplateStrings = capabilities.HasFeature("template_strings"),
        HasKeywordsInReferences = capabilities.HasFeature("keywords_in_refs"),
    };

    private static string? ProblemOf(RegoCapabilities capabilities)
    {
        if (!capabilities.HasFeature(RegoCapabilities.RegoV1Feature))
        {
            return "illegal capabilities: rego_v1 feature required for parsing v1 Rego";
        }

        return capabilities.FutureKeywords.FirstOrDefault(keyword => !Keywords.Importable.Contains(keyword)) is { } unknown
            ? $"illegal capabilities: unknown keyword: {unknown}"
            : null;
    }
}
