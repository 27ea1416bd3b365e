namespace Gateway.Hosting.Revisions.Data;

/// <summary>A value in a file of data, with what is below it and where each stands.</summary>
internal sealed class DataNode
{
    private Dictionary<string, Member>? _members;
    private List<DataNode>? _items;

    /// <summary>A value that begins at <paramref name="place"/>.</summary>
    public DataNode(SourcePlace place) => Place = place;

    /// <value>Where the value begins.</value>
    public SourcePlace Place { get; set; }

    /// <summary>Adds a member of a mapping; the first of a name stays.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">Where the name stands.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, SourcePlace key, DataNode value) => (_members ??= new(StringComparer.Ordinal)).TryAdd(name, new Member(key, value));

    /// <summary>Adds an element of a list.</summary>
    public void Add(DataNode element) => (_items ??= []).Add(element);

    /// <summary>
    /// Where a path leads: to the key of its last member, or the last element. Where it leads on to what is not there, its place is that of
    /// the parent.
    /// </summary>
    public SourcePlace Find(ReadOnlySpan<string> path)
    {
        var (node, place) = (this, Place);
        foreach (var step in path)
        {
            if (node.Step(step) is not { } member)
            {
                return place;
            }

            (node, place) = (member.Value, member.Key);
        }

        return place;
    }

    private Member? Step(string step)
    {
        if (_members is not null && _members.TryGetValue(step, out var member))
        {
            return member;
        }

        return _items is not null && int.TryParse(step, out var index) && index >= 0 && index < _items.Count
            ? new Member(_items[index].Place, _items[index])
            : null;
    }

    private sealed record Member(SourcePlace Key, DataNode Value);
}
