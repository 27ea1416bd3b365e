using Gatekeeper.Rego.Builtins;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Diagnostics.Hints;

/// <summary>The names that a policy could have meant.</summary>
/// <param name="Modules">The modules that could be parsed.</param>
/// <param name="Builtins">The built-in functions.</param>
internal sealed record HintContext(IReadOnlyList<Module> Modules, BuiltinRegistry Builtins)
{
    /// <summary>Nothing but the language.</summary>
    internal static HintContext Empty { get; } = new([], BuiltinRegistry.Default);

    /// <summary>The built-in functions, without those that policies do not call by name.</summary>
    internal IEnumerable<string> BuiltinNames => Builtins.All.Where(builtin => !builtin.Name.StartsWith("internal.", StringComparison.Ordinal)).Select(builtin => builtin.Name);

    /// <summary>The rules of all modules, by their full paths.</summary>
    internal IEnumerable<string> RulePaths => Modules.SelectMany(module => module.Rules.Select(rule => $"{PackageOf(module)}.{RuleNameOf(rule)}"));

    /// <summary>What a module's rules may call by its own name: the rules of its package, its imports, its variables, the root documents.</summary>
    internal IEnumerable<string> NamesIn(SourceFile? file)
    {
        if (Modules.FirstOrDefault(module => module.Location.File == file) is not { } own)
        {
            return [];
        }

        var package = PackageOf(own);
        var rules = Modules.Where(module => PackageOf(module) == package).SelectMany(module => module.Rules).Select(RuleNameOf);
        return rules.Concat(own.Imports.Select(NameOf)).Concat(VariableNames.In(own)).Concat(["input", "data"]);
    }

    private static string PackageOf(Module module) => Printing.TermPrinter.PrintReference(module.Package.Path);

    private static string RuleNameOf(Rule rule) => rule.Head.Reference[0] is VarTerm name ? name.Name : string.Empty;

    private static string NameOf(Import import) => (import.Alias, import.Path) switch
    {
        ({ } alias, _) => alias.Name,
        (_, RefTerm { Path: [.., StringTerm last] }) => last.Value,
        (_, VarTerm root) => root.Name,
        _ => string.Empty,
    };
}
