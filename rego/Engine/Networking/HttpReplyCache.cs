using System.Diagnostics.CodeAnalysis;
using Rego.Values;

namespace Rego.Networking;

/// <summary>Answers that are kept from one evaluation to the next. Bounded: when it is full, the oldest go first. Thread-safe.</summary>
internal sealed class HttpReplyCache
{
    private const long MaxBytes = 64L << 20;
    private const int EntryBytes = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<RegoObject, HttpReplyEntry> _entries = [];
    private readonly Queue<(RegoObject Key, HttpReplyEntry Entry)> _order = new();
    private long _bytes;

    internal bool TryGet(RegoObject key, [NotNullWhen(true)] out HttpReplyEntry? entry)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out entry);
        }
    }

    internal void Set(RegoObject key, HttpReplyEntry entry)
    {
        lock (_lock)
        {
            Remove(key);
            _entries.Add(key, entry);
            _order.Enqueue((key, entry));
            _bytes += SizeOf(entry);
            while (_bytes > MaxBytes && _order.TryDequeue(out var oldest))
            {
                RemoveExactly(oldest.Key, oldest.Entry);
            }

            DropRemoved();
        }
    }

    internal void Drop(RegoObject key)
    {
        lock (_lock)
        {
            Remove(key);
        }
    }

    private void Remove(RegoObject key)
    {
        if (_entries.Remove(key, out var entry))
        {
            _bytes -= SizeOf(entry);
        }
    }

    private void RemoveExactly(RegoObject key, HttpReplyEntry entry)
    {
        if (_entries.TryGetValue(key, out var there) && ReferenceEquals(there, entry))
        {
            Remove(key);
        }
    }

    /// <summary>The queue may hold what is gone; it is cut back before that becomes most of it.</summary>
    private void DropRemoved()
    {
        while (_order.Count > (2 * _entries.Count) + 16)
        {
            var (key, entry) = _order.Dequeue();
            if (_entries.TryGetValue(key, out var there) && ReferenceEquals(there, entry))
            {
                _order.Enqueue((key, entry));
            }
        }
    }

    private static long SizeOf(HttpReplyEntry entry) => EntryBytes + entry.Reply.Body.Length;
}
