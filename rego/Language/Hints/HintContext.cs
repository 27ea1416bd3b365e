using Rego.Capabilities;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Hints;

/// <summary>The names that a policy could have meant.</summary>
/// <param name="Modules">The modules that could be parsed.</param>
/// <param name="Functions">The names of the built-in functions.</param>
internal sealed record HintContext(IReadOnlyList<Module> Modules, IEnumerable<string> Functions)
{
    /// <summary>Nothing but the language.</summary>
    internal static HintContext Empty { get; } = new([], KnownBuiltins.Names);

    /// <summary>The built-in functions, without those that policies do not call by name.</summary>
    internal IEnumerable<string> BuiltinNames => Functions.Where(name => !name.StartsWith("internal.", StringComparison.Ordinal));

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

    private static string PackageOf(Module module) => TermPrinter.PrintReference(module.Package.Path);

    private static string RuleNameOf(Rule rule) => rule.Head.Reference[0] is VarTerm name ? name.Name : string.Empty;

    private static string NameOf(Import import) => (import.Alias, import.Path) switch
    {
        ({ } alias, _) => alias.Name,
        (_, RefTerm { Path: [.., StringTerm last] }) => last.Value,
        (_, VarTerm root) => root.Name,
        _ => string.Empty,
    };
}
