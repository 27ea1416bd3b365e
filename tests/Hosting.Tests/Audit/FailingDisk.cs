using Gateway.Hosting.Audit;
using Microsoft.Win32.SafeHandles;

namespace Hosting.Tests.Audit;

/// <summary>A disk that fails to sync as Linux tells it: once a failure and descriptor, and then never again.</summary>
internal sealed class FailingDisk : LogDisk
{
    private int _failures;
    private string _name = "";

    /// <value>Runs at the beginning of every sync, with the path.</value>
    public Action<string>? Syncing { get; set; }

    /// <value>Paths of the syncs that succeeded.</value>
    public List<string> Synced { get; } = [];

    /// <summary>Lets the next syncs of files whose name begins so fail.</summary>
    public void Fail(string name, int times)
    {
        _name = name;
        Volatile.Write(ref _failures, times);
    }

    public override void SyncData(SafeFileHandle file, string path)
    {
        Syncing?.Invoke(path);
        if (Path.GetFileName(path).StartsWith(_name, StringComparison.Ordinal) && Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new IOException($"fdatasync {path}: Input/output error (errno 5)");
        }

        base.SyncData(file, path);
        lock (Synced)
        {
            Synced.Add(path);
        }
    }
}
