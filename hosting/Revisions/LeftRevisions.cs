using System.Collections.Immutable;

namespace Gateway.Hosting.Revisions;

/// <summary>
/// Revisions that the directory held, that were refused, and that it holds no more since another one decides. To be written by one thread,
/// and asked by any.
/// </summary>
/// <param name="refused">Those that were refused until the program started, the oldest first: what it starts with stands there instead of them.</param>
internal sealed class LeftRevisions(IEnumerable<string> refused)
{
    private const int MaxKept = 32;

    private ImmutableList<string> _staying = Cut([.. refused]);
    private ImmutableList<string> _left = [];

    /// <summary>Whether a revision has been left.</summary>
    public bool Contains(string digest) => Volatile.Read(ref _left).Contains(digest);

    /// <summary>A revision stands there and is refused; null where not all of it could be read.</summary>
    public void Stay(string? digest)
    {
        if (digest is not null)
        {
            Volatile.Write(ref _left, _left.Remove(digest));
            _staying = Cut(_staying.Remove(digest).Add(digest));
        }
    }

    /// <summary>What is in use stands there now, so that all others that were refused before are left.</summary>
    /// <param name="current">The revision in use, which may have been refused at first.</param>
    public void LeaveFor(string current)
    {
        Volatile.Write(ref _left, Cut(_left.RemoveRange(_staying).AddRange(_staying).Remove(current)));
        _staying = [];
    }

    private static ImmutableList<string> Cut(ImmutableList<string> digests) =>
        digests.Count <= MaxKept ? digests : digests.RemoveRange(0, digests.Count - MaxKept);
}
