using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Formatting;

/// <summary>Which imports of keywords stay: <c>rego.v2</c> makes all others needless, <c>rego.v1</c> those of keywords that Rego v1 has.</summary>
internal static class KeptImports
{
    /// <summary>The imports to write, in the order of the source.</summary>
    internal static IReadOnlyList<Import> Of(Module module, RegoFormatterOptions options)
    {
        List<Import> imports = [.. module.Imports];
        if (imports.Exists(import => IsVersion(import, "v2")))
        {
            return imports.FindAll(import => !IsFuture(import) && !IsVersion(import, "v1"));
        }

        if (options.DropsNeedlessImports)
        {
            return WithUsedKeywords(module, imports.FindAll(import => !IsFuture(import) && !IsVersion(import, "v1")));
        }

        if (options.ImportsRegoV1 && !imports.Exists(import => IsVersion(import, "v1")))
        {
            imports.Add(Added(module, RowBehindKeywords(imports), "rego", "v1"));
        }

        return imports.Exists(import => IsVersion(import, "v1")) ? WithUsedKeywords(module, imports.FindAll(import => !IsFuture(import))) : imports;
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
        var row = RowBehindKeywords(kept) - 1;
        var added = LaterKeywords(module).Order(StringComparer.Ordinal).Select(keyword => Added(module, ++row, "future", "keywords", keyword)).ToList();
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

    /// <summary>The row behind the last import of keywords; the first of all where there is none.</summary>
    private static int RowBehindKeywords(List<Import> imports) =>
        imports.Where(import => IsFuture(import) || IsVersion(import, "v1")).Select(import => import.Location.Row).DefaultIfEmpty(0).Max() + 1;

    private static Import Added(Module module, int row, string root, params string[] names)
    {
        var place = module.Package.Location with { Row = row, Column = 1 };
        return new Import(place, new RefTerm(place, new VarTerm(place, root), [.. names.Select(name => new StringTerm(place, name, isRaw: false))]), alias: null);
    }

    private static Import Moved(Import import, int row) => new(import.Location with { Row = row }, import.Path, import.Alias);

    private static KeywordSet KeywordOf(Import import) =>
        IsFuture(import) && import.Path is RefTerm { Path: [_, StringTerm keyword] } ? Keywords.SetOf(keyword.Value) : KeywordSet.None;

    private static bool IsFuture(Import import) => import.Path is RefTerm { Head: VarTerm { Name: "future" } };

    private static bool IsVersion(Import import, string version) =>
        import.Path is RefTerm { Head: VarTerm { Name: "rego" }, Path: [StringTerm name] } && name.Value == version;
}
