using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>
/// Puts the current segment on stable storage, and knows how much of it is there. After a failed sync the kernel may have dropped the pages
/// and call them clean, so that a second sync would succeed and mean nothing: from then on every sync fails, until the segment was proven,
/// and what was not known to be durable was written again in place and synced. Thread-safe: one sync at a time, so that an error which the
/// kernel tells only one of them is known to the other.
/// </summary>
internal sealed class SyncRepair(AppendFile segment, long durableLength)
{
    private readonly Lock _syncing = new();
    private AppendFile _segment = segment;
    private long _durableLength = durableLength;
    private volatile bool _isNeeded;

    /// <value>Whether a sync failed since the last repair.</value>
    public bool IsNeeded => _isNeeded;

    /// <summary>Puts everything up to <paramref name="point"/> on stable storage.</summary>
    /// <exception cref="IOException">It may not be there, now or since an earlier sync.</exception>
    public void Sync(SyncPoint point)
    {
        lock (_syncing)
        {
            RequireNoFailure();

            // An earlier segment was synced before this one was begun, and its file may be closed.
            if (ReferenceEquals(point.Segment, _segment))
            {
                SyncTo(point.Length);
            }
        }
    }

    /// <summary>Puts the whole segment on stable storage, since the next is to be begun.</summary>
    /// <exception cref="IOException">It may not be there, now or since an earlier sync.</exception>
    public void SyncWhole()
    {
        lock (_syncing)
        {
            RequireNoFailure();
            SyncTo(_segment.Length);
        }
    }

    /// <summary>Goes on with an empty segment. On return nobody syncs the one before.</summary>
    public void Begin(AppendFile next)
    {
        lock (_syncing)
        {
            _segment = next;
            _durableLength = 0;
        }
    }

    /// <summary>Repairs the segment, where that is needed.</summary>
    /// <param name="segmentStart">The tree before the segment.</param>
    /// <param name="tree">The tree behind it.</param>
    /// <exception cref="IOException">It could not be repaired.</exception>
    public void Run(MerkleFrontier segmentStart, MerkleFrontier tree)
    {
        lock (_syncing)
        {
            if (!_isNeeded)
            {
                return;
            }

            SegmentProof.Require(_segment, segmentStart, tree);
            _segment.Rewrite(_durableLength);
            _durableLength = _segment.Length;
            _isNeeded = false;
        }
    }

    private void SyncTo(long length)
    {
        try
        {
            _segment.Sync();
        }
        catch (IOException)
        {
            _isNeeded = true;
            throw;
        }

        _durableLength = Math.Max(_durableLength, length);
    }

    private void RequireNoFailure()
    {
        if (_isNeeded)
        {
            throw new IOException($"{_segment.Path}: a sync failed, and what was not on stable storage then is still to be written again");
        }
    }
}
