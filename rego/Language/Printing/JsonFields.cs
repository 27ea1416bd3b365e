using Rego.Values;

namespace Rego.Printing;

/// <summary>Collects the members of a JSON object.</summary>
internal sealed class JsonFields
{
    private readonly RegoObjectBuilder _members = new();

    internal JsonFields Add(string name, RegoValue value)
    {
        _members[RegoString.From(name)] = value;
        return this;
    }

    /// <summary>Adds a list; an empty one is left out.</summary>
    internal JsonFields AddList(string name, IEnumerable<RegoValue> items)
    {
        var list = RegoArray.From(items);
        return list.Count == 0 ? this : Add(name, list);
    }

    internal RegoObject ToObject() => _members.Build();
}
