using System.Net.Sockets;
using Deployer.Configuration;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;
using Gateway.Hosting.Text;

namespace Deployer.Hosting;

/// <summary>
/// The Unix socket's file and its directory: of one group that the two programs share, which may pass the directory (2750) and connect (0660).
/// In development, where no group is named, both are their owner's only. The socket is born closed, by the process's umask.
/// </summary>
internal static class SocketFile
{
    private const string Key = "Deployer:Socket";
    private const int GroupWriteAndOthers = 0x17;
    private const int GroupEnter = 0x8;
    private const int SharedDirectoryBits = 0x5e8;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode SharedSocket = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode SharedDirectory = OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>Makes the directory and removes a socket that a crash has left.</summary>
    /// <exception cref="ConfigurationException">The directory is open to others, the group cannot be used, something that is no socket stands there, or somebody serves on it.</exception>
    public static void Prepare(DeployerOptions options)
    {
        var path = options.Socket;
        var directory = Path.GetDirectoryName(path)!;
        FileStatus? status = null;
        Try(path, options, () => status = PosixFiles.Find(path));
        Setting.Require(status is null or { Type: FileType.Socket }, Key, path, "a path with nothing or a socket there");
        Setting.Require(status is null || !IsServedOn(path), Key, path, "a path of its own: another process serves there");
        if (SocketGroup.IsNobody(options))
        {
            PrivateDirectory.Make(directory, Key, mayBeRead: false);
        }
        else
        {
            Try(path, options, () => Share(directory, path, SocketGroup.Of(options)));
        }

        File.Delete(path);
    }

    // A deployer with another state directory, which its lock keeps apart from this one, or something else altogether.
    private static bool IsServedOn(string path)
    {
        // Not waited for: whoever has no room for one more caller serves, too, or hangs.
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    /// <summary>Opens the socket, which is listened on by now, to the group.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="ConfigurationException">The group cannot be given to it.</exception>
    public static string Open(DeployerOptions options)
    {
        if (SocketGroup.IsNobody(options))
        {
            File.SetUnixFileMode(options.Socket, OwnerOnly);
            return options.Socket;
        }

        Try(options.Socket, options, () =>
        {
            PosixFiles.SetGroup(options.Socket, SocketGroup.Of(options));
            File.SetUnixFileMode(options.Socket, SharedSocket);
        });
        return options.Socket;
    }

    // A directory in use keeps what it is: it may be another's, named by mistake. An empty one is made what it must be.
    private static void Share(string directory, string socket, uint group)
    {
        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            PosixFiles.SetGroup(directory, group);
        }

        var status = PosixFiles.Find(directory)!.Value;
        var isOwn = status.Type == FileType.Directory && status.Owner == PosixFiles.UserId;
        var isShared = (status.Permissions & GroupWriteAndOthers) == 0 && (status.Permissions & GroupEnter) != 0 && status.Group == group;
        var isInUse = status.Type == FileType.Directory && IsInUse(directory, socket);
        if (!isOwn || (!isShared && isInUse))
        {
            throw new ConfigurationException($"{Setting.Describe(Key, socket)}: {Describe(directory, status, group, isOwn, isInUse)}");
        }

        if (isInUse)
        {
            return;
        }

        if (status.Group != group)
        {
            PosixFiles.SetGroup(directory, group);
        }

        if (status.Permissions != SharedDirectoryBits || status.Group != group)
        {
            SetDirectoryMode(directory);
        }
    }

    private static string Describe(string directory, FileStatus status, uint group, bool isOwn, bool isInUse)
    {
        var (user, shared) = (Accounts.UserName(PosixFiles.UserId), Accounts.GroupName(group));
        var found = PathMend.Found(status);
        if (status.Type != FileType.Directory)
        {
            return $"'{PrintableText.Of(directory)}' is not a directory {found}; valid is a path in a directory, or in none yet";
        }

        // A directory of the system is the wrong one, whatever its owner and mode; and so is one in use, where the command would do more than
        // close it: give what is in it to another user or group, or open it to the group that it is closed to.
        var isClosed = (status.Permissions & (GroupWriteAndOthers | GroupEnter)) == 0;
        var what = !isOwn ? "does not belong to this program's user"
            : status.Group != group ? "is not empty, and its group is not the socket's"
            : isClosed ? "is not empty, and is closed to the socket's group"
            : "is not empty, and lets in others than this program's user and the socket's group";
        var isAnothers = !isOwn || status.Group != group || isClosed;
        return $"its directory {what} {found}; " + (PathMend.IsOfTheSystem(directory) ? "name another directory: this one is the system's"
            : isAnothers && isInUse ? "name a directory of the socket's own: this one is in use, and is not to be given to others"
            : $"mend it with: chown {ShellText.Quote($"{user}:{shared}")} {ShellText.Quote(directory)} && chmod 2750 {ShellText.Quote(directory)}");
    }

    // What cannot be listed may be anybody's.
    private static bool IsInUse(string directory, string socket)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(directory).Any(entry => entry != socket);
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    // A service that may not set group ids (RestrictSUIDSGID=) does without: the socket is given its group by itself.
    private static void SetDirectoryMode(string directory)
    {
        try
        {
            File.SetUnixFileMode(directory, SharedDirectory | UnixFileMode.SetGroup);
        }
        catch (UnauthorizedAccessException)
        {
            File.SetUnixFileMode(directory, SharedDirectory);
        }
    }

    private static void Try(string path, DeployerOptions options, Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"{Setting.Describe(Key, path)}, which cannot be made the socket of its group: {e.Message} "
                + $"Its directory is the deployer's own (install -d -o {ShellText.Quote(Accounts.UserName(PosixFiles.UserId))} -g {(options.SocketGroup.Length > 0 ? ShellText.Quote(options.SocketGroup) : "GROUP")} -m 2750 {ShellText.Quote(Path.GetDirectoryName(path)!)}), and the deployer's user is a member of the group in '{SocketGroup.Key}'.",
                e);
        }
    }
}
