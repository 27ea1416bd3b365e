using Deployer.Posix;

namespace Deployer.Hosting;

/// <summary>The state directory: the process's own, private, and used by one process at a time.</summary>
internal sealed class StateFolder : IDisposable
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private StateFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <value>The directory.</value>
    public string Path { get; }

    /// <summary>Makes the directory where it is not there, and locks it until the process ends.</summary>
    /// <exception cref="ConfigurationException">It is not private, or another process uses it.</exception>
    public static StateFolder Open(string path)
    {
        MakePrivate(path, "Deployer:StateDirectory");
        try
        {
            return new(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new ConfigurationException($"The key 'Deployer:StateDirectory' holds '{path}', which another process uses: {e.Message}");
        }
    }

    /// <summary>Makes a directory with mode 0700, or sees that one that is there is the process's own and closed to all others.</summary>
    /// <exception cref="ConfigurationException">It is not, or cannot be made.</exception>
    public static void MakePrivate(string path, string key)
    {
        try
        {
            Directory.CreateDirectory(path, PrivateMode);
            FileStatus status = PosixFiles.Find(path)!.Value;
            DeployerOptionsValidator.Require(
                status.Type == FileType.Directory && status.Owner == PosixFiles.UserId, key, path, "a folder of the deployer's own user");
            File.SetUnixFileMode(path, PrivateMode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The key '{key}' holds '{path}', which cannot be used: {e.Message}");
        }
    }

    /// <summary>A file or folder in it.</summary>
    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
