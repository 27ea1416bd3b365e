using Gateway.Hosting.Posix;

namespace Deployer.Hosting;

/// <summary>The Unix socket's file. Its folder is closed to others, so nobody can connect between its birth and its mode.</summary>
internal static class SocketFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder and removes a socket that a crash has left. The state directory is locked by now: nobody serves on it.</summary>
    /// <exception cref="ConfigurationException">The folder is not private, or something that is no socket stands there.</exception>
    public static void Prepare(string path)
    {
        StateFolder.MakePrivate(Path.GetDirectoryName(path)!, "Deployer:Socket", mayBeRead: false);
        FileStatus? status = PosixFiles.Find(path);
        DeployerOptionsValidator.Require(status is null or { Type: FileType.Socket }, "Deployer:Socket", path, "a path with nothing or a socket there");
        File.Delete(path);
    }

    /// <summary>Closes the socket to all other users.</summary>
    public static void Close(string path) => File.SetUnixFileMode(path, OwnerOnly);
}
