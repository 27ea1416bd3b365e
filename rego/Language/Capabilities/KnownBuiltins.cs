using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Rego.Capabilities;

/// <summary>The built-in functions of the language by name, as they are declared: who reads or writes syntax needs no code of them.</summary>
internal static class KnownBuiltins
{
    private static readonly Lazy<FrozenDictionary<string, BuiltinDeclaration>> ByName =
        new(() => RegoCapabilities.Current.Builtins.ToFrozenDictionary(builtin => builtin.Name));

    /// <summary>Their names.</summary>
    internal static IEnumerable<string> Names => ByName.Value.Keys;

    internal static bool TryGet(string name, [NotNullWhen(true)] out BuiltinDeclaration? builtin) => ByName.Value.TryGetValue(name, out builtin);
}
