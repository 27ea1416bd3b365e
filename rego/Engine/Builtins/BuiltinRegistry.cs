using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Rego.Capabilities;

namespace Rego.Builtins;

/// <summary>The built-in functions by name. Immutable.</summary>
public sealed class BuiltinRegistry
{
    private readonly FrozenDictionary<string, Builtin> _byName;

    internal BuiltinRegistry(IEnumerable<Builtin> builtins) => _byName = builtins.ToFrozenDictionary(b => b.Name);

    /// <summary>Those that need nothing but the engine.</summary>
    internal static BuiltinRegistry Core { get; } = new(CoreFamilies.All());

    /// <summary>All functions.</summary>
    public IEnumerable<Builtin> All => _byName.Values;

    /// <summary>Looks up a function by its dotted name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Builtin? builtin) => _byName.TryGetValue(name, out builtin);

    /// <summary>
    /// This registry with further functions of the host; one of the same name is replaced. What such a function throws ends the
    /// evaluation with <c>eval_builtin_error</c>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A name is none that a policy can call, is one of the language's own, or comes twice; a function has no result.
    /// </exception>
    public BuiltinRegistry With(params IEnumerable<Builtin> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        var merged = new Dictionary<string, Builtin>(_byName);
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var builtin in more)
        {
            HostNames.Check(builtin.Name, _byName);
            if (!added.Add(builtin.Name))
            {
                throw new ArgumentException($"'{builtin.Name}' is there twice.", nameof(more));
            }

            merged[builtin.Name] = builtin.Type.Result is null
                ? throw new ArgumentException($"'{builtin.Name}' has no result.", nameof(more))
                : builtin.OfHost();
        }

        return new BuiltinRegistry(merged.Values);
    }

    /// <summary>This registry as capabilities declare it: only the functions that they name, with their types, and the host's.</summary>
    internal BuiltinRegistry Restrict(RegoCapabilities capabilities) => new(capabilities.Builtins
        .DistinctBy(declaration => declaration.Name)
        .Where(declaration => !TryGet(declaration.Name, out var builtin) || !builtin.IsOfHost)
        .Select(declaration => TryGet(declaration.Name, out var builtin) ? builtin.DeclaredAs(declaration.Type) : Builtin.Missing(declaration))
        .Concat(All.Where(builtin => builtin.IsOfHost)));
}
