using Rego.Values;

namespace Rego.Evaluation;

/// <summary>Steps through the elements of an array or a set, or the members of an object; of anything else there are none.</summary>
internal struct ElementCursor(RegoValue collection)
{
    private int _at = -1;

    /// <summary>The index, the key, or the set's element.</summary>
    internal readonly RegoValue Key => collection switch
    {
        RegoObject members => members.Keys[_at],
        RegoSet set => set.Items[_at],
        _ => RegoNumber.From(_at),
    };

    /// <summary>The element or the member's value.</summary>
    internal readonly RegoValue Value => collection switch
    {
        RegoArray array => array[_at],
        RegoObject members => members.Values[_at],
        _ => ((RegoSet)collection).Items[_at],
    };

    internal bool MoveNext() => ++_at < collection switch
    {
        RegoArray array => array.Count,
        RegoObject members => members.Count,
        RegoSet set => set.Count,
        _ => 0,
    };
}
