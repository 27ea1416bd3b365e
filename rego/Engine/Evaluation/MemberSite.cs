using Rego.Values;

namespace Rego.Evaluation;

/// <summary>
/// A constant key of a reference, and where it stood in an object asked before. Objects of one make share their names - members
/// of base documents, inputs that a host builds - so the place is mostly known without comparing texts. Shared by all threads.
/// </summary>
/// <param name="key">The key.</param>
internal sealed class MemberSite(RegoValue key)
{
    /// <summary>After so many makes of objects no further one is noted: where they vary, noting costs more than it spares.</summary>
    private const int MaxPlaces = 4;

    private Place? _place;
    private int _places;

    /// <summary>The member, element at an index, or element of a set under the key; undefined where there is none.</summary>
    internal RegoValue Lookup(RegoValue value)
    {
        if (value is not RegoObject members)
        {
            return Reference.Lookup(value, key);
        }

        var place = _place;
        return place is not null && members.HasNames(place.Names) ? place.In(members) : Find(members);
    }

    private RegoValue Find(RegoObject members)
    {
        var at = members.IndexOf(key);
        if (_places < MaxPlaces)
        {
            _places++;
            _place = new Place(members.Names, at);
        }

        return at < 0 ? RegoValue.Undefined : members.Values[at];
    }

    /// <summary>Immutable, so that threads which write and read it at once see one or the other whole.</summary>
    private sealed class Place(RegoValue[] names, int at)
    {
        internal readonly RegoValue[] Names = names;

        internal RegoValue In(RegoObject members) => at < 0 ? RegoValue.Undefined : members.Values[at];
    }
}
