using System.Runtime.InteropServices;

namespace Gatekeeper.Limits;

/// <summary>Bounds the bytes that are held at a time, under one name and in all. Keeps nothing of names that hold none. Thread-safe.</summary>
/// <param name="maxPerKey">The most under one name, in bytes.</param>
/// <param name="maxInAll">The most in all, in bytes.</param>
internal sealed class ByteBudget(long maxPerKey, long maxInAll)
{
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _inAll;

    /// <value>The bytes that are held now, in all.</value>
    public long InAll
    {
        get
        {
            lock (_gate)
            {
                return _inAll;
            }
        }
    }

    /// <summary>Takes bytes, all or none of them.</summary>
    public bool TryTake(string key, long bytes)
    {
        lock (_gate)
        {
            if (_inAll + bytes > maxInAll || _held.GetValueOrDefault(key) + bytes > maxPerKey)
            {
                return false;
            }

            _inAll += bytes;
            CollectionsMarshal.GetValueRefOrAddDefault(_held, key, out _) += bytes;
            return true;
        }
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(string key, long bytes)
    {
        lock (_gate)
        {
            _inAll -= bytes;
            ref var held = ref CollectionsMarshal.GetValueRefOrNullRef(_held, key);
            held -= bytes;
            if (held == 0)
            {
                _held.Remove(key);
            }
        }
    }
}
