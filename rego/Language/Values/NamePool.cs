namespace Rego.Values;

/// <summary>The names of objects that came lately. Of two lists that fall into one slot the later one stays.</summary>
internal sealed class NamePool
{
    private const int Slots = 256;
    private const int MaxNames = 32;

    private readonly SortedNames?[] _names = new SortedNames?[Slots];

    /// <summary>The names of members (names and values in turn), or null.</summary>
    /// <param name="members">The members.</param>
    /// <param name="slot">Where they belong; negative where they are too many to keep.</param>
    internal SortedNames? Find(ReadOnlySpan<RegoValue> members, out int slot)
    {
        slot = -1;
        if (members.Length > 2 * MaxNames)
        {
            return null;
        }

        var hash = 17;
        for (var i = 0; i < members.Length; i += 2)
        {
            hash = (hash * 31) + members[i].GetHashCode();
        }

        slot = hash & (Slots - 1);
        return _names[slot] is { } known && known.AreOf(members) ? known : null;
    }

    /// <summary>Keeps names.</summary>
    internal void Add(int slot, SortedNames names)
    {
        if (slot >= 0)
        {
            _names[slot] = names;
        }
    }
}
