using Gateway.Hosting.Settings;

namespace Gatekeeper.Hosting;

/// <summary>The directory of all state, held by one process.</summary>
internal sealed class StateDirectory : IDisposable
{
    private readonly FileStream _lock;

    private StateDirectory(string path, FileStream @lock)
    {
        FullPath = path;
        _lock = @lock;
    }

    /// <value>The absolute path.</value>
    public string FullPath { get; }

    /// <summary>Makes the directory where it is missing, for its owner only, and takes its lock.</summary>
    /// <exception cref="ConfigurationException">It cannot be made, or another process holds it.</exception>
    public static StateDirectory Open(string directory)
    {
        var path = Path.GetFullPath(directory);
        try
        {
            CreatePrivate(path);
            return new StateDirectory(path, new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"Gatekeeper:StateDirectory is '{directory}': it must be a writable directory that no other gatekeeper uses. {e.Message}", e);
        }
    }

    /// <summary>Makes a directory that only its owner can enter.</summary>
    public static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
