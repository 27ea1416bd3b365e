using System.Diagnostics.CodeAnalysis;
using Gatekeeper.Rego.Builtins;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Built-in functions by the terms that name them.</summary>
internal static class BuiltinNames
{
    /// <summary>The dotted name that a term spells, or null where it is none.</summary>
    internal static string? Of(Term term)
    {
        if (term is VarTerm variable)
        {
            return variable.Name;
        }

        if (term is RefTerm { Head: VarTerm head } reference && reference.Path.All(part => part is StringTerm))
        {
            return string.Join('.', reference.Path.Select(part => ((StringTerm)part).Value).Prepend(head.Name));
        }

        return null;
    }

    internal static bool TryFind(BuiltinRegistry builtins, Term term, [NotNullWhen(true)] out Builtin? builtin)
    {
        builtin = null;
        return Of(term) is { } name && builtins.TryGet(name, out builtin);
    }
}
