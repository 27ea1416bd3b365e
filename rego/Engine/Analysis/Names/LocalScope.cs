using System.Runtime.InteropServices;

namespace Rego.Analysis.Names;

/// <summary>The names that came up in one scope.</summary>
internal sealed class LocalScope
{
    private Dictionary<string, LocalName>? _names;

    /// <summary>A scope that begins as this one is now.</summary>
    internal LocalScope Copy() => new() { _names = _names is null ? null : new(_names) };

    internal bool TryGet(string name, out LocalName known)
    {
        known = default;
        return _names is not null && _names.TryGetValue(name, out known);
    }

    internal void Insert(string name, string renamed, Occurrence occurrence) => (_names ??= [])[name] = new LocalName(renamed, occurrence, 1);

    /// <summary>The new names that came up in that way and were not mentioned again.</summary>
    internal HashSet<string> NotMentionedAgain(Occurrence occurrence)
    {
        var found = new HashSet<string>();
        foreach (var (_, known) in _names ?? [])
        {
            if (known.Occurrence == occurrence && known.Count <= 1)
            {
                found.Add(known.Renamed);
            }
        }

        return found;
    }

    /// <summary>Counts one more mention; answers false where the name has not come up here.</summary>
    internal bool Count(string name)
    {
        if (_names is null)
        {
            return false;
        }

        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(_names, name);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known))
        {
            return false;
        }

        known = known with { Count = known.Count + 1 };
        return true;
    }
}
