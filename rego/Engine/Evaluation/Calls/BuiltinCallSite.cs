using Rego.Builtins;
using Rego.Sources;

namespace Rego.Evaluation.Calls;

/// <summary>Where a built-in function is called: what its errors name.</summary>
/// <param name="builtin">The function.</param>
/// <param name="location">The call.</param>
internal sealed class BuiltinCallSite(Builtin builtin, SourceLocation location)
{
    private const int MaxKnown = 8;

    private PreparedText[] _known = [];

    /// <summary>The function.</summary>
    internal Builtin Builtin { get; } = builtin;

    /// <summary>The call.</summary>
    internal SourceLocation Location { get; } = location;

    /// <summary>
    /// What the function has prepared from a text. The first ones that were asked for here, which are all where the texts are
    /// constants of the policy or few in its data, are known by identity, without a look-up; they stay, so that threads only read.
    /// </summary>
    internal object Prepare(PreparedCache cache, string family, string key, Func<string, object> create)
    {
        foreach (var known in _known)
        {
            if (ReferenceEquals(known.Key, key) && known.Family == family)
            {
                return known.Value;
            }
        }

        var value = cache.GetOrAdd(family, key, create);
        if (_known.Length < MaxKnown)
        {
            // Of two threads that add at once one is forgotten, and adds the next time.
            _known = [.. _known, new PreparedText(family, key, value)];
        }

        return value;
    }

    /// <summary>Immutable, so that threads which write and read it at once see one or the other whole.</summary>
    private sealed record PreparedText(string Family, string Key, object Value);
}
