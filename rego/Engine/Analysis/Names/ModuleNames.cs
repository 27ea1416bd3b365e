using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>The names that a module sees outside of its rules: rules of its package and imports.</summary>
internal sealed class ModuleNames
{
    private readonly Dictionary<string, Term> _targets = [];
    private readonly HashSet<string> _used = [];

    internal ModuleNames(Package package, IEnumerable<string> rules, IEnumerable<Import> imports)
    {
        foreach (var rule in rules)
        {
            _targets[rule] = Make.Ref(package.Location, package.Path[0], [.. package.Path.Skip(1), new StringTerm(package.Location, rule, isRaw: false)]);
        }

        foreach (var import in imports.Where(ImportPaths.IsDocument))
        {
            _targets[ImportPaths.NameOf(import)] = import.Path;
        }
    }

    /// <summary>Whether any reference was resolved through the name.</summary>
    internal bool IsUsed(string name) => _used.Contains(name);

    /// <summary>What a name stands for, placed where it is used; null where it is no name of the module.</summary>
    internal Term? Resolve(VarTerm variable)
    {
        if (!_targets.TryGetValue(variable.Name, out var target))
        {
            return null;
        }

        _used.Add(variable.Name);
        return Relocation.To(variable.Location, target);
    }
}
