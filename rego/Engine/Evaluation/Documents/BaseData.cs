using Rego.Values;

namespace Rego.Evaluation.Documents;

/// <summary>
/// Looks into the base document. Keys are found there by their text, as in a path of a store: <c>7</c> finds the member
/// <c>"7"</c>, and <c>"1"</c> the second element of an array. Nothing else is looked up this way: a value that was read from the
/// base document is a value as any other.
/// </summary>
internal static class BaseData
{
    /// <summary>The member or the element under a key; undefined where there is none.</summary>
    internal static RegoValue Lookup(RegoValue value, RegoValue key) => value switch
    {
        RegoObject members => LookupMember(members, key),
        RegoArray items => LookupElement(items, key),
        _ => Reference.Lookup(value, key),
    };

    /// <summary>Follows a path of keys.</summary>
    internal static RegoValue Walk(RegoValue data, ReadOnlySpan<RegoValue> path)
    {
        foreach (var key in path)
        {
            data = Lookup(data, key);
        }

        return data;
    }

    private static RegoValue LookupMember(RegoObject members, RegoValue key)
    {
        if (members.TryGetValue(key, out var member))
        {
            return member;
        }

        return key is RegoNumber number && members.TryGetValue(number.Text, out member) ? member : RegoValue.Undefined;
    }

    private static RegoValue LookupElement(RegoArray items, RegoValue key) =>
        key is RegoString text
            ? NumberText.TryParseIndex(text.Value, out var index) && index < items.Count ? items[index] : RegoValue.Undefined
            : Reference.Lookup(items, key);
}
