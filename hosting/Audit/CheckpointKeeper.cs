using System.Security.Cryptography;
using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// The file of checkpoints while it is written: each is appended, and from time to time those are left out that no proof needs. What stays:
/// the newest, the first behind each segment, the first of each hour. Checkpoints of before this process stay until it is known when they
/// were signed, and that they are right. Thread-safe.
/// </summary>
internal sealed class CheckpointKeeper : IDisposable
{
    /// <summary>Stands for an hour that is not known yet.</summary>
    public const long UnknownHour = -1;

    /// <summary>So many checkpoints are appended before some are left out.</summary>
    public const int MaxAppended = 4096;

    private readonly Lock _lock = new();
    private readonly LogDisk _disk;
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private List<Entry> _entries;
    private AppendFile _file;
    private int _appended;
    private bool _hasFailed;

    private CheckpointKeeper(AppendFile file, List<Entry> entries, LogDisk disk)
    {
        (_file, _entries, _disk) = (file, entries, disk);
        _appended = entries.Count;
        _digest.AppendData(File.ReadAllBytes(file.Path));
    }

    /// <summary>Opens the file as it was read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="history">What is in it.</param>
    /// <param name="hours">When checkpoints were signed, by their sizes, as far as it is known.</param>
    /// <param name="disk">How it gets onto stable storage.</param>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static CheckpointKeeper Open(string path, CheckpointHistory history, IReadOnlyDictionary<long, long> hours, LogDisk disk)
    {
        var entries = new List<Entry>(history.Entries.Count);
        for (var i = 0; i < history.Entries.Count; i++)
        {
            var entry = history.Entries[i];
            var end = i + 1 < history.Entries.Count ? history.Entries[i + 1].Offset : history.Length;
            entries.Add(new Entry(entry.Checkpoint.Size, entry.Offset, (int)(end - entry.Offset), hours.GetValueOrDefault(entry.Checkpoint.Size, UnknownHour)));
        }

        return new CheckpointKeeper(AppendFile.Open(path, disk), entries, disk);
    }

    /// <summary>Appends a checkpoint; not yet on stable storage.</summary>
    /// <exception cref="IOException">It is not in the file.</exception>
    public void Append(ReadOnlySpan<byte> note, long size, long hour)
    {
        lock (_lock)
        {
            RequireOwn();
            byte[] bytes = [.. note, (byte)'\n'];
            _entries.Add(new Entry(size, _file.Length, bytes.Length, hour));
            try
            {
                _file.Append(bytes);
            }
            catch
            {
                _entries.RemoveAt(_entries.Count - 1);
                throw;
            }

            _digest.AppendData(bytes);
            _appended++;
        }
    }

    /// <summary>Puts the file on stable storage.</summary>
    /// <exception cref="IOException">It may not be there.</exception>
    public void Sync()
    {
        lock (_lock)
        {
            try
            {
                if (_hasFailed)
                {
                    // A second sync would succeed and mean nothing.
                    RequireContent();
                    _file.Rewrite(0);
                    _hasFailed = false;
                }

                _file.Sync();
            }
            catch (IOException)
            {
                _hasFailed = true;
                throw;
            }
        }
    }

    /// <summary>Notes when checkpoints were signed that are verified now; they need not stay for that any more.</summary>
    public void Note(IReadOnlyDictionary<long, long> hours)
    {
        lock (_lock)
        {
            _entries = [.. _entries.Select(entry => entry.Hour == UnknownHour && hours.TryGetValue(entry.Size, out var hour) ? entry with { Hour = hour } : entry)];
            _appended = _entries.Count;
        }
    }

    /// <summary>Leaves out what no proof needs, where enough has come together.</summary>
    /// <param name="segmentStarts">With which records segments begin, ascending.</param>
    /// <exception cref="IOException">The file could not be replaced; it is as it was.</exception>
    public void Thin(IReadOnlyList<long> segmentStarts)
    {
        lock (_lock)
        {
            if (_appended >= MaxAppended)
            {
                RequireOwn();
                RequireContent();
                Keep(Needed(_entries, segmentStarts));
                _appended = 0;
            }
        }
    }

    /// <summary>Whether the file is as this process left it; where somebody only touched it, it is read and accepted.</summary>
    /// <exception cref="IOException">It is not.</exception>
    public void RequireOwn()
    {
        lock (_lock)
        {
            if (_file.IsTouched())
            {
                RequireContent();
                _file.Accept();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _digest.Dispose();
    }

    private static List<Entry> Needed(List<Entry> entries, IReadOnlyList<long> segmentStarts)
    {
        var needed = new List<Entry>();
        var lastHour = UnknownHour;
        var segment = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var isFirstBehindSegment = segment < segmentStarts.Count && entry.Size >= segmentStarts[segment];
            while (segment < segmentStarts.Count && entry.Size >= segmentStarts[segment])
            {
                segment++;
            }

            if (isFirstBehindSegment || entry.Hour == UnknownHour || entry.Hour != lastHour || i == entries.Count - 1)
            {
                needed.Add(entry);
                lastHour = entry.Hour;
            }
        }

        return needed;
    }

    private void Keep(List<Entry> needed)
    {
        var old = File.ReadAllBytes(_file.Path);
        var content = new MemoryStream();
        var entries = new List<Entry>(needed.Count);
        foreach (var entry in needed)
        {
            entries.Add(entry with { Offset = content.Length });
            content.Write(old, (int)entry.Offset, entry.Length);
        }

        PrivateFile.Write(_file.Path, content.ToArray(), durable: true);
        var next = AppendFile.Open(_file.Path, _disk);
        _file.Dispose();
        (_file, _entries) = (next, entries);
        _digest.GetHashAndReset();
        _digest.AppendData(content.ToArray());
    }

    private void RequireContent()
    {
        if (!SHA256.HashData(File.ReadAllBytes(_file.Path)).AsSpan().SequenceEqual(_digest.GetCurrentHash()))
        {
            throw new IOException($"{_file.Path} was edited by somebody else. {AppendFile.WhatToDo}");
        }
    }

    private sealed record Entry(long Size, long Offset, int Length, long Hour);
}
