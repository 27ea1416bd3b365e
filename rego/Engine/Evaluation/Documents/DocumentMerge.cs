using Rego.Values;

namespace Rego.Evaluation.Documents;

/// <summary>Joins and patches documents.</summary>
internal static class DocumentMerge
{
    /// <summary>A document with what stands behind it, the base document with a rule's value: objects are joined, otherwise the first counts where it is defined.</summary>
    internal static RegoValue Join(RegoValue data, RegoValue value)
    {
        if (!data.IsDefined)
        {
            return value;
        }

        if (data is not RegoObject left || value is not RegoObject right)
        {
            return data;
        }

        var members = new RegoObjectBuilder(left.Count + right.Count);
        for (var i = 0; i < left.Count; i++)
        {
            members[left.Keys[i]] = left.Values[i];
        }

        for (var i = 0; i < right.Count; i++)
        {
            members[right.Keys[i]] = Join(left[right.Keys[i]], right.Values[i]);
        }

        return members.Build();
    }

    /// <summary>The document with a value put at a path; what is not an object on the way is replaced by one.</summary>
    internal static RegoValue Put(RegoValue document, ReadOnlySpan<RegoValue> path, RegoValue value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        var source = document as RegoObject ?? RegoObject.Empty;
        var members = new RegoObjectBuilder(source.Count + 1);
        for (var i = 0; i < source.Count; i++)
        {
            members[source.Keys[i]] = source.Values[i];
        }

        members[path[0]] = Put(source[path[0]], path[1..], value);
        return members.Build();
    }
}
