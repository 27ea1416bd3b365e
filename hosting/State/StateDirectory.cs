using Gateway.Hosting.Settings;

namespace Gateway.Hosting.State;

/// <summary>The directory of all state: the process's own, and used by one process at a time.</summary>
public sealed class StateDirectory : IDisposable
{
    private readonly FileStream _lock;

    private StateDirectory(string path, FileStream @lock)
    {
        FullPath = path;
        _lock = @lock;
    }

    /// <value>The absolute path.</value>
    public string FullPath { get; }

    /// <summary>Makes the directory where it is not there, and locks it until the process ends.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="key">The key that names it.</param>
    /// <exception cref="ConfigurationException">It is not private, cannot be written, or another process uses it.</exception>
    public static StateDirectory Open(string directory, string key)
    {
        var path = Path.GetFullPath(directory);
        PrivateDirectory.Make(path, key, mayBeRead: true);
        try
        {
            var opened = new StateDirectory(path, new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));

            // What a crash has left: until the file is there again, nobody takes the program for ready.
            File.Delete(opened.Combine(ReadyFile.Name));
            return opened;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{Setting.Describe(key, directory)}, which another process uses, or which cannot be written: {e.Message}", e);
        }
    }

    /// <summary>A file or directory in it.</summary>
    public string Combine(string name) => Path.Combine(FullPath, name);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
