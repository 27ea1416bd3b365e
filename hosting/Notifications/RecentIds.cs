namespace Gateway.Hosting.Notifications;

/// <summary>The ids of the events that a webhook was told last: what a source has twice is told once, as far as this remembers.</summary>
internal sealed class RecentIds
{
    private const int Max = 4096;

    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Whether it is among them.</summary>
    public bool Contains(string id) => _ids.Contains(id);

    /// <summary>Remembers one.</summary>
    public void Add(string id)
    {
        if (!_ids.Add(id))
        {
            return;
        }

        _order.Enqueue(id);
        if (_order.Count > Max)
        {
            _ids.Remove(_order.Dequeue());
        }
    }
}
