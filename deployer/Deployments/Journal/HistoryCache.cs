using System.Collections.Concurrent;

namespace Deployer.Deployments.Journal;

/// <summary>
/// Histories in memory. Those of open deployments are all here, put by the writer alone, so that they are never older than the
/// file; final ones no longer change, so any reader may add them, and the least recently used go.
/// </summary>
internal sealed class HistoryCache
{
    private const int MaxFinal = 2048;

    private readonly ConcurrentDictionary<string, DeploymentHistory> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedListNode<DeploymentHistory>> _final = new(StringComparer.Ordinal);
    private readonly LinkedList<DeploymentHistory> _recent = new();
    private readonly Lock _lock = new();

    /// <value>The open deployments.</value>
    public IEnumerable<DeploymentHistory> Open => _open.Values;

    /// <value>How many are open.</value>
    public int OpenCount => _open.Count;

    /// <summary>The history, or null where it is not here.</summary>
    public DeploymentHistory? Find(string id)
    {
        if (_open.TryGetValue(id, out var open))
        {
            return open;
        }

        lock (_lock)
        {
            if (!_final.TryGetValue(id, out var node))
            {
                return null;
            }

            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>Takes what the writer has just made durable.</summary>
    public void Put(DeploymentHistory history)
    {
        if (history.Snapshot.IsFinal)
        {
            AddFinal(history);
            _open.TryRemove(history.Snapshot.Id, out _);
        }
        else
        {
            _open[history.Snapshot.Id] = history;
        }
    }

    /// <summary>Forgets final ones, which are in the file no more.</summary>
    public void Remove(IReadOnlyList<string> ids)
    {
        lock (_lock)
        {
            foreach (var id in ids)
            {
                if (_final.Remove(id, out var node))
                {
                    _recent.Remove(node);
                }
            }
        }
    }

    /// <summary>Takes a final history that a reader has loaded.</summary>
    public void AddFinal(DeploymentHistory history)
    {
        lock (_lock)
        {
            if (_final.ContainsKey(history.Snapshot.Id))
            {
                return;
            }

            _final.Add(history.Snapshot.Id, _recent.AddFirst(history));
            if (_final.Count > MaxFinal)
            {
                _final.Remove(_recent.Last!.Value.Snapshot.Id);
                _recent.RemoveLast();
            }
        }
    }
}
