using Deployer.Configuration;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Hosting;

/// <summary>The state directory: the process's own, and used by one process at a time.</summary>
internal sealed class StateFolder : IDisposable
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const int OthersBits = 0x3f;
    private const int OthersWrite = 0x12;

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
        MakePrivate(path, "Deployer:StateDirectory", mayBeRead: true);
        try
        {
            return new(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new ConfigurationException($"The key 'Deployer:StateDirectory' holds '{path}', which another process uses: {e.Message}");
        }
    }

    /// <summary>
    /// Makes a directory with mode 0700. One that is there must be the process's own and closed to all others; only an empty one is
    /// closed here, so that a mistyped path never shuts a folder that others use.
    /// </summary>
    /// <param name="path">The directory.</param>
    /// <param name="key">The key that names it.</param>
    /// <param name="mayBeRead">Whether one that others may read, but not write, will do: what is in it is closed by itself.</param>
    /// <exception cref="ConfigurationException">It is not, or cannot be made.</exception>
    public static void MakePrivate(string path, string key, bool mayBeRead)
    {
        try
        {
            Directory.CreateDirectory(path, PrivateMode);
            FileStatus status = PosixFiles.Find(path)!.Value;
            bool isOwn = status.Type == FileType.Directory && status.Owner == PosixFiles.UserId;
            bool isPrivate = (status.Permissions & (mayBeRead ? OthersWrite : OthersBits)) == 0;
            bool isEmpty = isOwn && !Directory.EnumerateFileSystemEntries(path).Any();
            Setting.Require(
                isOwn && (isPrivate || isEmpty), key, path, "a folder of the deployer's own user that only it may enter (chmod 700), an empty one, or none yet");
            if (isEmpty)
            {
                File.SetUnixFileMode(path, PrivateMode);
            }
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
