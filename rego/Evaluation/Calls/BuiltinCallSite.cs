using Gatekeeper.Rego.Builtins;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Evaluation;

/// <summary>Where a built-in function is called: what its errors name.</summary>
/// <param name="builtin">The function.</param>
/// <param name="location">The call.</param>
internal sealed class BuiltinCallSite(Builtin builtin, SourceLocation location)
{
    private PreparedText? _prepared;

    /// <summary>The function.</summary>
    internal Builtin Builtin { get; } = builtin;

    /// <summary>The call.</summary>
    internal SourceLocation Location { get; } = location;

    /// <summary>What the function has prepared from a text: the last one that was asked for here is known without a look-up.</summary>
    internal T Prepare<T>(PreparedCache cache, string family, string key, Func<string, T> create)
        where T : class
    {
        var last = _prepared;
        if (last is not null && ReferenceEquals(last.Key, key) && last.Family == family)
        {
            return (T)last.Value;
        }

        var value = cache.GetOrAdd(family, key, create);
        _prepared = new PreparedText(family, key, value);
        return value;
    }

    /// <summary>Immutable, so that threads which write and read it at once see one or the other whole.</summary>
    private sealed record PreparedText(string Family, string Key, object Value);
}
