using System.Collections.Concurrent;

namespace Rego.Evaluation;

/// <summary>
/// What built-in functions have prepared from texts (regular expressions, globs, …), kept with the policy. Bounded: when it is
/// full it begins anew, so texts that come from outside cannot fill the memory.
/// </summary>
internal sealed class PreparedCache
{
    private const int MaxEntries = 4096;
    private readonly ConcurrentDictionary<(string Family, string Key), object> _entries = new();
    private int _count;

    internal object GetOrAdd(string family, string key, Func<string, object> create)
    {
        if (_entries.TryGetValue((family, key), out var known))
        {
            return known;
        }

        var made = create(key);
        if (Interlocked.Increment(ref _count) > MaxEntries)
        {
            _entries.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        _entries[(family, key)] = made;
        return made;
    }
}
