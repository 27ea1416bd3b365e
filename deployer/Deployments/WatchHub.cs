namespace Deployer.Deployments;

/// <summary>
/// Wakes those who watch a deployment when it changes. Only the news that something changed passes through here, never the
/// change itself: a slow watcher reads the facts that it missed from the history and costs no memory meanwhile.
/// </summary>
internal sealed class WatchHub(int maxWatches)
{
    private readonly Dictionary<string, List<Watch>> _watches = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _count;

    /// <summary>Begins a watch; null where there are too many.</summary>
    public Watch? TryBegin(string id)
    {
        lock (_lock)
        {
            if (_count >= maxWatches)
            {
                return null;
            }

            _count++;
            var watch = new Watch(this, id);
            if (!_watches.TryGetValue(id, out var watches))
            {
                _watches.Add(id, watches = []);
            }

            watches.Add(watch);
            return watch;
        }
    }

    /// <summary>Wakes the watchers of a deployment.</summary>
    public void Publish(DeploymentHistory history)
    {
        lock (_lock)
        {
            if (_watches.TryGetValue(history.Snapshot.Id, out var watches))
            {
                watches.ForEach(watch => watch.Wake());
            }
        }
    }

    /// <summary>Ends a watch.</summary>
    public void End(Watch watch)
    {
        lock (_lock)
        {
            if (_watches.TryGetValue(watch.DeploymentId, out var watches) && watches.Remove(watch))
            {
                _count--;
                if (watches.Count == 0)
                {
                    _watches.Remove(watch.DeploymentId);
                }
            }
        }
    }
}
