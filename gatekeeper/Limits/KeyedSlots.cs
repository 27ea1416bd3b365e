using System.Runtime.InteropServices;

namespace Gatekeeper.Limits;

/// <summary>Counts what is open at a time under each name, and bounds it. Keeps nothing of names under which nothing is open. Thread-safe.</summary>
/// <param name="maxPerKey">The most under one name.</param>
internal sealed class KeyedSlots(int maxPerKey)
{
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Takes a slot.</summary>
    /// <returns>What gives it back; null where all of the name's are taken.</returns>
    public IDisposable? TryEnter(string key)
    {
        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, key, out _);
            if (count >= maxPerKey)
            {
                return null;
            }

            count++;
        }

        return new Slot(this, key);
    }

    private void Leave(string key)
    {
        lock (_gate)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_open, key) == 0)
            {
                _open.Remove(key);
            }
        }
    }

    private sealed class Slot(KeyedSlots slots, string key) : IDisposable
    {
        private KeyedSlots? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Leave(key);
    }
}
