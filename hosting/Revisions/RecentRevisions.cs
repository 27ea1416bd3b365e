namespace Gateway.Hosting.Revisions;

/// <summary>
/// The revisions that may still be asked for: the one in use, and those that were in the last ten minutes. Thread-safe.
/// </summary>
internal sealed class RecentRevisions(TimeProvider time)
{
    private const int MaxKept = 128;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Revision Revision, long ReplacedAt)> _replaced = new(StringComparer.Ordinal);

    /// <summary>Keeps a revision that was replaced now.</summary>
    public void Add(Revision revision)
    {
        lock (_gate)
        {
            Prune();
            _replaced[revision.Digest] = (revision, time.GetTimestamp());
            if (_replaced.Count > MaxKept)
            {
                _replaced.Remove(_replaced.MinBy(entry => entry.Value.ReplacedAt).Key);
            }
        }
    }

    /// <summary>Finds a revision by its name.</summary>
    public Revision? Find(string digest)
    {
        lock (_gate)
        {
            Prune();
            return _replaced.TryGetValue(digest, out var found) ? found.Revision : null;
        }
    }

    /// <summary>Lets go of those that are too old.</summary>
    public void Prune()
    {
        lock (_gate)
        {
            foreach (var digest in _replaced.Where(entry => time.GetElapsedTime(entry.Value.ReplacedAt) > KeptFor).Select(entry => entry.Key).ToList())
            {
                _replaced.Remove(digest);
            }
        }
    }
}
