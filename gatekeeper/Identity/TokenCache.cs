using System.Collections.Concurrent;
using Gatekeeper.Seam;

namespace Gatekeeper.Identity;

/// <summary>
/// Tokens that were validated a short while ago. Successes only; every hit is checked against the clock; bounded; emptied whole when an
/// issuer's keys change. How old an entry is, is measured by the clock that nobody sets.
/// </summary>
internal sealed class TokenCache(IdentityOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<TokenKey, (CachedToken Token, long AddedAt)> _entries = new();
    private int _count;
    private int _generation;

    /// <value>Changes when the cache is emptied; a validation begun before must not be remembered after.</value>
    public int Generation => Volatile.Read(ref _generation);

    /// <value>How many tokens are remembered.</value>
    public int Count => _entries.Count;

    /// <summary>The caller of a token that was validated, or <c>null</c>.</summary>
    public Caller? Find(TokenKey key, long now)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        if (IsGood(entry, now))
        {
            return entry.Token.Caller;
        }

        Remove(key);
        return null;
    }

    /// <summary>Remembers a token whose validation began in <paramref name="generation"/>.</summary>
    public void Add(TokenKey key, CachedToken token, int generation, long now)
    {
        if (Volatile.Read(ref _count) >= options.TokenCacheSize)
        {
            MakeRoom(now);
        }

        if (_entries.TryAdd(key, (token, time.GetTimestamp())))
        {
            Interlocked.Increment(ref _count);
        }

        if (Generation != generation)
        {
            Remove(key);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        foreach (var key in _entries.Keys)
        {
            Remove(key);
        }
    }

    private void MakeRoom(long now)
    {
        foreach (var (key, entry) in _entries)
        {
            if (!IsGood(entry, now))
            {
                Remove(key);
            }
        }

        // All of them valid: forgetting costs each caller one validation, and nothing else.
        if (Volatile.Read(ref _count) >= options.TokenCacheSize)
        {
            Clear();
        }
    }

    private bool IsGood((CachedToken Token, long AddedAt) entry, long now) => entry.Token.IsValidAt(now) && time.GetElapsedTime(entry.AddedAt) < entry.Token.MaxAge;

    private void Remove(TokenKey key)
    {
        if (_entries.TryRemove(key, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
