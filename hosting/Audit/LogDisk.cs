using Gateway.Hosting.Posix;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Hosting.Audit;

/// <summary>How a log's files get onto stable storage; a test puts a failing disk in its place.</summary>
internal class LogDisk
{
    /// <value>The machine's own.</value>
    public static LogDisk Default { get; } = new();

    /// <summary>Puts a file's content on stable storage.</summary>
    /// <exception cref="IOException">It may not be there; a second call may succeed and mean nothing, since Linux reports an error of write-back once.</exception>
    public virtual void SyncData(SafeFileHandle file, string path) => DurableFiles.SyncData(file, path);
}
