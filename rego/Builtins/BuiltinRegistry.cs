using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gatekeeper.Rego.Builtins;

/// <summary>The built-in functions by name. Immutable.</summary>
public sealed class BuiltinRegistry
{
    private readonly FrozenDictionary<string, Builtin> _byName;

    private BuiltinRegistry(IEnumerable<Builtin> builtins) => _byName = builtins.ToFrozenDictionary(b => b.Name);

    /// <summary>All that this engine has.</summary>
    public static BuiltinRegistry Default { get; } = new(BuiltinFamilies.All());

    /// <summary>All functions.</summary>
    public IEnumerable<Builtin> All => _byName.Values;

    /// <summary>Looks up a function by its dotted name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Builtin? builtin) => _byName.TryGetValue(name, out builtin);

    /// <summary>This registry with further functions of the host; one of the same name is replaced.</summary>
    public BuiltinRegistry With(params IEnumerable<Builtin> more)
    {
        var merged = new Dictionary<string, Builtin>(_byName);
        foreach (var builtin in more)
        {
            merged[builtin.Name] = builtin;
        }

        return new BuiltinRegistry(merged.Values);
    }

    /// <summary>This registry as capabilities declare it: only the functions that they name, with their types.</summary>
    internal BuiltinRegistry Restrict(RegoCapabilities capabilities) => new(capabilities.Builtins
        .DistinctBy(declaration => declaration.Name)
        .Select(declaration => TryGet(declaration.Name, out var builtin) ? builtin.DeclaredAs(declaration.Type) : Builtin.Missing(declaration)));
}
