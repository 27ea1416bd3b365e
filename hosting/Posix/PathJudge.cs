namespace Gateway.Hosting.Posix;

/// <summary>
/// Judges whether a path may be believed: who owns it, who could write it, who could read it, and the same of every folder and link on the
/// way. Believed are root and the process's own user, and the process's own group unless it is shared with another program.
/// </summary>
public sealed class PathJudge
{
    private const int OthersRead = 0x4;
    private const int OthersWrite = 0x2;
    private const int GroupRead = 0x20;
    private const int GroupWrite = 0x10;
    private const int Others = 0x7;
    private const int Group = 0x38;
    private const int Sticky = 0x200;
    private const int MaxTreeEntries = 200_000;

    private readonly bool _withWay;
    private readonly uint _user;
    private readonly uint? _group;

    /// <summary>A judge for this process.</summary>
    /// <param name="isDevelopment">
    /// Whether only the paths themselves are judged and not the way to them, and of those who write only everybody: a developer's tree lies
    /// where it lies, and belongs to a team's group as often as not.
    /// </param>
    /// <param name="sharedGroup">A group that other programs belong to as well, such as that of the socket.</param>
    public PathJudge(bool isDevelopment, uint? sharedGroup = null)
        : this(!isDevelopment, PosixFiles.UserId, PosixFiles.GroupId == sharedGroup ? null : PosixFiles.GroupId)
    {
    }

    internal PathJudge(bool withWay, uint user, uint? group) => (_withWay, _user, _group) = (withWay, user, group);

    /// <summary>What is wrong with a path, with owner, group and mode as found and a command that mends it; null where nothing is, or nothing is there.</summary>
    public string? FindFault(string path, PathKind kind)
    {
        try
        {
            return FindFaultOnTheWay(path, kind) ?? (kind == PathKind.Tree ? FindFaultWithin(path) : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"it cannot be looked at: {e.Message}";
        }
    }

    private string? FindFaultOnTheWay(string path, PathKind kind)
    {
        foreach (var step in PathWalk.Of(path))
        {
            var fault = step.IsEnd ? JudgeEnd(step, kind) : _withWay ? JudgeWay(step) : null;
            if (fault is not null)
            {
                return step.IsEnd ? fault : $"'{step.Path}' on the way to it: {fault}";
            }
        }

        return null;
    }

    private string? FindFaultWithin(string folder)
    {
        var ahead = new Stack<string>([PosixFiles.RealPath(folder) ?? folder]);
        for (var seen = 0; ahead.TryPop(out var at);)
        {
            if (PosixFiles.Find(at) is not { Type: FileType.Directory })
            {
                continue;
            }

            foreach (var entry in Directory.EnumerateFileSystemEntries(at))
            {
                var fault = ++seen > MaxTreeEntries ? $"it has more than {MaxTreeEntries} entries" : JudgeEntry(entry);
                if (fault is not null)
                {
                    return $"'{entry}' in it: {fault}";
                }

                ahead.Push(entry);
            }
        }

        return null;
    }

    private string? JudgeEntry(string path) =>
        PosixFiles.Find(path) is not { } status ? null : JudgeOwner(path, status) ?? JudgeWriters(path, status);

    private string? JudgeEnd(PathStep step, PathKind kind)
    {
        var (path, status) = (step.Path, step.Status);
        var wanted = kind is PathKind.Secret or PathKind.Trusted ? FileType.Regular : FileType.Directory;
        if (status.Type != wanted)
        {
            return wanted == FileType.Regular ? "it is not a regular file" : "it is not a folder";
        }

        return kind switch
        {
            PathKind.Secret => JudgeOwner(path, status) ?? JudgeReaders(path, status),
            PathKind.MeetingPlace => JudgeWriters(path, status),
            _ => JudgeOwner(path, status) ?? (IsSealedMount(step) ? null : JudgeWriters(path, status)),
        };
    }

    // A sticky folder, as /tmp is one, lets everybody in, but only the owner of an entry replaces it; and that is judged next.
    private string? JudgeWay(PathStep step) => JudgeOwner(step.Path, step.Status)
        ?? (step.Status.Type == FileType.SymbolicLink || (step.Status.Permissions & Sticky) != 0 || IsSealedMount(step) ? null : JudgeWriters(step.Path, step.Status));

    private string? JudgeOwner(string path, FileStatus status) => status.Owner == _user || status.Owner == 0
        ? null
        : Tell("it belongs to a user who is neither this program's nor root", path, status, $"chown {(status.Type == FileType.SymbolicLink ? "-h " : "")}{Accounts.UserName(_user)}");

    private string? JudgeReaders(string path, FileStatus status)
    {
        var forbidden = Others | (Group & ~(IsOwnGroup(status) ? GroupRead : 0));
        var found = status.Permissions & forbidden;
        if (found == 0)
        {
            return null;
        }

        var who = (found & OthersRead) != 0 ? "everybody can read it" : (found & GroupRead) != 0 ? "a group that is not this program's own can read it" : "others can write it";
        return Tell(who, path, status, Chmod(status.Permissions & 0x1ff & ~(forbidden | 0x40)));
    }

    private string? JudgeWriters(string path, FileStatus status)
    {
        if (status.Type == FileType.SymbolicLink)
        {
            return null;
        }

        var forbidden = OthersWrite | (!_withWay || IsOwnGroup(status) ? 0 : GroupWrite);
        var found = status.Permissions & forbidden;
        return found == 0 ? null : Tell(
            (found & OthersWrite) != 0 ? "everybody can write it" : "a group that is not this program's own can write it",
            path,
            status,
            Chmod(status.Permissions & ~forbidden));
    }

    // Root's group has no members but root's own programs where nobody has put one in.
    private bool IsOwnGroup(FileStatus status) => status.Group == _group || (status.Group == 0 && _user == 0);

    // How Kubernetes mounts what it makes of a ConfigMap: root's, mode 0777, but for reading only; and nobody but root makes its link.
    private static bool IsSealedMount(PathStep step) =>
        step.Status is { Type: FileType.Directory, Owner: 0 }
        && step.Status.Device != step.Parent.Device
        && (step.Status.Permissions & OthersWrite) != 0
        && PosixFiles.Find(Path.Combine(step.Path, "..data")) is { Type: FileType.SymbolicLink, Owner: 0 }
        && PosixFiles.IsReadOnlyMount(step.Path);

    private static string Chmod(int mode) => $"chmod {Octal(mode)}";

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static string Tell(string what, string path, FileStatus status, string command) =>
        $"{what} (owner {Accounts.UserName(status.Owner)}, group {Accounts.GroupName(status.Group)}, mode {Octal(status.Permissions)}); mend it with: {command} {path}";
}
