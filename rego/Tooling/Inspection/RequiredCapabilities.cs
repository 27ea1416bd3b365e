using Rego.Analysis;
using Rego.Analysis.Names;
using Rego.Capabilities;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Tooling.Inspection;

/// <summary>What an engine must be able to do to run modules.</summary>
internal static class RequiredCapabilities
{
    /// <summary>SpecialCalls that the checks replace; they are required where they were written.</summary>
    private static readonly string[] Replaced = ["assign", "equal"];

    /// <param name="modules">The modules as parsed.</param>
    /// <param name="compilation">The modules as checked: the calls are those that would be evaluated.</param>
    /// <param name="hasVersion1">Whether a module is of Rego v1.</param>
    internal static RegoCapabilities Of(IReadOnlyList<Module> modules, Compilation compilation, bool hasVersion1)
    {
        var called = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            AddCalls(module, name => Replaced.Contains(name), called);
        }

        foreach (var module in compilation.Modules)
        {
            AddCalls(module, name => name != SpecialCalls.InternalPrint, called);
        }

        return new RegoCapabilities
        {
            Builtins = [.. called.Select(RegoCapabilities.Current.Find).OfType<BuiltinDeclaration>().Select(CapabilityHistory.Plain)],
            FutureKeywords = [.. modules.SelectMany(ImportedKeywords).Distinct().Order(StringComparer.Ordinal)],
            Features = [.. modules.SelectMany(FeaturesOf).Concat(hasVersion1 ? [RegoCapabilities.RegoV1Feature] : []).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    private static void AddCalls(Module module, Func<string, bool> counts, SortedSet<string> called) => ActionWalker.Walk(module, node =>
    {
        if (node is CallTerm call && BuiltinNames.Of(call.Operator) is { } name && counts(name))
        {
            called.Add(name);
        }

        return true;
    });

    /// <summary>What of the language is newer than Rego v1.</summary>
    private static HashSet<string> FeaturesOf(Module module)
    {
        var found = new HashSet<string>();
        if (module.Imports.Any(import => import.Path is RefTerm { Head: VarTerm { Name: "rego" }, Path: [StringTerm { Value: "v2" }] }))
        {
            found.Add("rego_v2_import");
        }

        ActionWalker.Walk(module, node =>
        {
            switch (node)
            {
                case TemplateStringTerm:
                    found.Add("template_strings");
                    break;
                case RefTerm reference when reference.Path.Any(IsKeyword):
                    found.Add("keywords_in_refs");
                    break;
            }

            return true;
        });
        return found;
    }

    /// <summary>A keyword behind a dot; in quotes it is a string as any other.</summary>
    private static bool IsKeyword(Term part) => part is StringTerm name && Keywords.IsReserved(name.Value) && part.Location.Text is not ['"' or '`', ..];

    /// <summary>Those that are keywords only where they are imported.</summary>
    private static IEnumerable<string> ImportedKeywords(Module module) => module.Imports
        .Select(import => import.Path)
        .OfType<RefTerm>()
        .Where(path => path is { Head: VarTerm { Name: "future" }, Path: [StringTerm { Value: "keywords" }, ..] })
        .SelectMany(path => path.Path is [_, StringTerm keyword] ? [keyword.Value] : RegoCapabilities.Current.FutureKeywords)
        .Where(RegoCapabilities.Current.FutureKeywords.Contains);
}
