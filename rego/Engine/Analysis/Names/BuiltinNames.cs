using System.Diagnostics.CodeAnalysis;
using System.Text;
using Rego.Builtins;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

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

        return term is RefTerm { Head: VarTerm head } reference ? Join(head.Name, reference.Path.AsSpan()) : null;
    }

    internal static bool TryFind(BuiltinRegistry builtins, Term term, [NotNullWhen(true)] out Builtin? builtin)
    {
        builtin = null;
        return !RootDocuments.IsBelow(term, RootDocuments.Data) && Of(term) is { } name && builtins.TryGet(name, out builtin);
    }

    private static string? Join(string head, ReadOnlySpan<Term> path)
    {
        var length = head.Length;
        foreach (var part in path)
        {
            if (part is not StringTerm name)
            {
                return null;
            }

            length += 1 + name.Value.Length;
        }

        var text = new StringBuilder(head, length);
        foreach (var part in path)
        {
            text.Append('.').Append(((StringTerm)part).Value);
        }

        return text.ToString();
    }
}
