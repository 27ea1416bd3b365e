using Rego.Values;

namespace Rego.Evaluation;

/// <summary>Steps from a value to what is in it.</summary>
internal static class Reference
{
    /// <summary>The member, element at an index, or element of a set under a key; undefined where there is none.</summary>
    internal static RegoValue Lookup(RegoValue value, RegoValue key) => value switch
    {
        RegoObject members => members.TryGetValue(key, out var member) ? member : RegoValue.Undefined,
        RegoArray items => LookupIndex(items, key),
        RegoSet elements => LookupElement(elements, key),
        _ => RegoValue.Undefined,
    };

    /// <summary>Follows a path of keys.</summary>
    internal static RegoValue Walk(RegoValue value, ReadOnlySpan<RegoValue> path)
    {
        foreach (var key in path)
        {
            value = Lookup(value, key);
        }

        return value;
    }

    private static RegoValue LookupIndex(RegoArray items, RegoValue key) =>
        key is RegoNumber number && number.TryGetIndex(items.Count, out var index) ? items[index] : RegoValue.Undefined;

    private static RegoValue LookupElement(RegoSet elements, RegoValue key)
    {
        var at = key.IsDefined ? elements.IndexOf(key) : -1;
        return at < 0 ? RegoValue.Undefined : elements.Items[at];
    }
}
