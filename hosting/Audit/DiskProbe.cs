using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// Finds out whether the disk of a log answers while nothing is recorded: a log that nobody writes to does not notice that it could not be
/// written. Writes a small file of its own beside the log and puts it on stable storage, on a thread of its own, since a disk that hangs
/// keeps the thread. Thread-safe.
/// </summary>
/// <param name="directory">The log's directory; it is there.</param>
/// <param name="time">The clock.</param>
public sealed class DiskProbe(string directory, TimeProvider time)
{
    /// <summary>The file that is written.</summary>
    public const string File = "disk-probe";

    /// <summary>How long the disk may take, until it counts as hanging.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _path = Path.Combine(directory, File);
    private readonly Lock _gate = new();
    private bool _isRunning;
    private bool _hasFailed;
    private long _startedAt;

    /// <value>Whether the last probe that ended succeeded, and none has been on its way for too long.</value>
    public bool IsAnswering
    {
        get
        {
            lock (_gate)
            {
                return !_hasFailed && !(_isRunning && time.GetElapsedTime(_startedAt) >= Patience);
            }
        }
    }

    /// <summary>Begins a probe, unless one is on its way.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
            _startedAt = time.GetTimestamp();
        }

        new Thread(Run) { IsBackground = true, Name = "audit-disk-probe" }.Start();
    }

    /// <summary>Takes note that the disk has just answered to somebody else.</summary>
    public void NoteAnswer()
    {
        lock (_gate)
        {
            _hasFailed = false;
        }
    }

    private void Run()
    {
        var hasFailed = !TryWrite();
        lock (_gate)
        {
            _isRunning = false;
            _hasFailed = hasFailed;
        }
    }

    private bool TryWrite()
    {
        try
        {
            using var file = DurableFiles.OpenForAppend(_path);
            DurableFiles.Truncate(file, 0, _path);
            RandomAccess.Write(file, "Whether the disk answers.\n"u8, 0);
            DurableFiles.SyncData(file, _path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
