using Gatekeeper.Rego.Analysis;
using Gatekeeper.Rego.Parsing;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Formatting;

/// <summary>Which imports of keywords stay: <c>rego.v2</c> makes all others needless, <c>rego.v1</c> those of keywords that Rego v1 has.</summary>
internal static class KeptImports
{
    /// <summary>The imports to write, in the order of the source.</summary>
    internal static IReadOnlyList<Import> Of(Module module)
    {
        if (module.Imports.Any(import => IsVersion(import, "v2")))
        {
            return [.. module.Imports.Where(import => !IsFuture(import) && !IsVersion(import, "v1"))];
        }

        return module.Imports.Any(import => IsVersion(import, "v1"))
            ? WithUsedKeywords(module, [.. module.Imports.Where(import => !IsFuture(import))])
            : module.Imports;
    }

    /// <summary>The keywords that the imports name one by one.</summary>
    internal static KeywordSet KeywordsOf(Module module)
    {
        var keywords = KeywordSet.None;
        foreach (var import in module.Imports)
        {
            keywords |= IsVersion(import, "v2") ? KeywordSet.All : KeywordOf(import);
        }

        return keywords;
    }

    /// <summary>Names the keywords of none of Rego's versions again that the module uses; where no row is left before the rules, right behind the package.</summary>
    private static List<Import> WithUsedKeywords(Module module, List<Import> kept)
    {
        var row = kept.Where(import => IsVersion(import, "v1")).Max(import => import.Location.Row);
        var added = LaterKeywords(module).Order(StringComparer.Ordinal).Select(keyword => Added(module, keyword, ++row)).ToList();
        var isLate = module.Rules.Any(rule => rule.Location.Row <= row);
        return [.. kept, .. isLate ? added.Select(import => Moved(import, 0)) : added];
    }

    private static HashSet<string> LaterKeywords(Module module)
    {
        var found = new HashSet<string>();
        ActionWalker.Walk(module, node =>
        {
            switch (node)
            {
                case LogicalExpression logic:
                    found.Add(logic.Operation == LogicalOperator.Or ? "or" : "and");
                    break;
                case NotBodyExpression:
                    found.Add("not");
                    break;
            }

            return true;
        });
        return found;
    }

    private static Import Added(Module module, string keyword, int row)
    {
        var place = module.Package.Location with { Row = row, Column = 1 };
        var path = new RefTerm(place, new VarTerm(place, "future"), [new StringTerm(place, "keywords", isRaw: false), new StringTerm(place, keyword, isRaw: false)]);
        return new Import(place, path, alias: null);
    }

    private static Import Moved(Import import, int row) => new(import.Location with { Row = row }, import.Path, import.Alias);

    private static KeywordSet KeywordOf(Import import) =>
        IsFuture(import) && import.Path is RefTerm { Path: [_, StringTerm keyword] } ? Keywords.SetOf(keyword.Value) : KeywordSet.None;

    private static bool IsFuture(Import import) => import.Path is RefTerm { Head: VarTerm { Name: "future" } };

    private static bool IsVersion(Import import, string version) =>
        import.Path is RefTerm { Head: VarTerm { Name: "rego" }, Path: [StringTerm name] } && name.Value == version;
}
