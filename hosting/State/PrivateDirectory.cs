using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Gateway.Hosting.State;

/// <summary>Directories that the configuration names, and that must be the process's own.</summary>
public static class PrivateDirectory
{
    private const int OthersBits = 0x3f;
    private const int OthersWrite = 0x12;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes a directory with mode 0700. One that is there must be the process's own and closed to all others; only an empty one is closed
    /// here, so that a mistyped path never shuts a directory that others use.
    /// </summary>
    /// <param name="path">The directory.</param>
    /// <param name="key">The key that names it.</param>
    /// <param name="mayBeRead">Whether one that others may read, but not write, will do: what is in it is closed by itself.</param>
    /// <exception cref="ConfigurationException">It is not, or cannot be made.</exception>
    public static void Make(string path, string key, bool mayBeRead)
    {
        try
        {
            PrivateFile.CreateDirectory(path);
            var status = PosixFiles.Find(PosixFiles.RealPath(path) ?? path)!.Value;
            var isOwn = status.Type == FileType.Directory && status.Owner == PosixFiles.UserId;
            var isPrivate = (status.Permissions & (mayBeRead ? OthersWrite : OthersBits)) == 0;
            var isEmpty = isOwn && !Directory.EnumerateFileSystemEntries(path).Any();
            Setting.Require(isOwn && (isPrivate || isEmpty), key, path, "a directory of this program's own user that only it may enter (chmod 700), an empty one, or none yet");
            if (isEmpty)
            {
                File.SetUnixFileMode(path, Mode);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{Setting.Describe(key, path)}, which cannot be used: {e.Message}", e);
        }
    }
}
