using Rego.Syntax;

namespace Rego.Builtins;

/// <summary>The names that functions of the host may have.</summary>
internal static class HostNames
{
    /// <exception cref="ArgumentException">A policy could not call a function of this name, or would mean another by it.</exception>
    internal static void Check(string name, IReadOnlyDictionary<string, Builtin> known)
    {
        var parts = name.Split('.');
        if (!Array.TrueForAll(parts, IsIdentifier) || Keywords.IsReserved(parts[0]))
        {
            throw new ArgumentException($"'{name}' is no name of a function: words of letters, digits and underscores with dots between them, the first no keyword.", nameof(name));
        }

        if (parts[0] is "input" or "data" or "schema" or "internal" or "future" or "print" || name is "rego.metadata.rule" or "rego.metadata.chain")
        {
            throw new ArgumentException($"'{name}' belongs to the language.", nameof(name));
        }

        if (known.TryGetValue(name, out var builtin) && (builtin.Infix is not null || builtin.IsRelation))
        {
            throw new ArgumentException($"'{name}' is an operator or a relation of the language, which cannot be replaced.", nameof(name));
        }
    }

    private static bool IsIdentifier(string part) =>
        part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
