using Gatekeeper.Rego.Builtins;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Evaluation;

/// <summary>Where a built-in function is called: what its errors name.</summary>
/// <param name="builtin">The function.</param>
/// <param name="location">The call.</param>
internal sealed class BuiltinCallSite(Builtin builtin, SourceLocation location)
{
    private PreparedText? _first;

    /// <summary>The function.</summary>
    internal Builtin Builtin { get; } = builtin;

    /// <summary>The call.</summary>
    internal SourceLocation Location { get; } = location;

    /// <summary>
    /// What the function has prepared from a text. The first one that was asked for here, which is the only one where the policy
    /// has a constant, is known without a look-up; it is not replaced, so that threads only read.
    /// </summary>
    internal T Prepare<T>(PreparedCache cache, string family, string key, Func<string, T> create)
        where T : class
    {
        var first = _first;
        if (first is not null && ReferenceEquals(first.Key, key) && first.Family == family)
        {
            return (T)first.Value;
        }

        var value = cache.GetOrAdd(family, key, create);
        _first ??= new PreparedText(family, key, value);
        return value;
    }

    /// <summary>Immutable, so that threads which write and read it at once see one or the other whole.</summary>
    private sealed record PreparedText(string Family, string Key, object Value);
}
