namespace Gateway.Hosting.Posix;

/// <summary>
/// Judges whether a path may be believed: who owns it, who could write it, who could read it, and the same of every folder and link on the
/// way. Believed are root and the process's own user, and the process's own group unless it is shared with another program. What an
/// access control list grants to others is theirs, too.
/// </summary>
public sealed class PathJudge
{
    private const int OthersRead = 0x4;
    private const int OthersWrite = 0x2;
    private const int GroupRead = 0x20;
    private const int GroupWrite = 0x10;
    private const int Others = 0x7;
    private const int Group = 0x38;
    private const int OwnerReadWrite = 0x180;
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

    // The group that stands for nobody in particular has whoever is in no other.
    internal PathJudge(bool withWay, uint user, uint? group) => (_withWay, _user, _group) = (withWay, user, group == Accounts.Nobody ? null : group);

    /// <summary>What is wrong with a path, with owner, group and mode as found and a command that mends it; null where nothing is, or nothing is there.</summary>
    public string? FindFault(string path, PathKind kind)
    {
        var last = default(PathStep);
        try
        {
            foreach (var step in PathWalk.Of(path))
            {
                last = step;
                if (JudgeStep(step, kind) is { } fault)
                {
                    return fault;
                }
            }

            return kind == PathKind.Tree || (kind == PathKind.OwnFolder && last.IsEnd && LetsOthersIn(last.Status)) ? FindFaultWithin(path, kind) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return last.Path is { } folder && last.Status.Type == FileType.Directory ? JudgeEntering(folder, last.Status, kind) : $"it cannot be looked at: {e.Message}";
        }
    }

    private string? JudgeStep(PathStep step, PathKind kind)
    {
        var fault = step.IsEnd ? JudgeEnd(step, kind) : _withWay ? JudgeWay(step) : null;
        return fault is null || step.IsEnd ? fault : $"'{step.Path}' on the way to it: {fault}";
    }

    // Policies are no secret, and are both programs' to read.
    private string JudgeEntering(string folder, FileStatus status, PathKind kind)
    {
        var command = kind == PathKind.Tree ? $"chmod a+rx {folder}"
            : status.Owner == _user ? $"chmod u+rx {folder}"
            : IsOwnGroup(status) ? $"chmod g+rx {folder}"
            : _group is { } group ? $"chgrp {Accounts.GroupName(group)} {folder} && chmod g+rx {folder}"
            : $"chown {Accounts.UserName(_user)} {folder}";
        return $"'{folder}' on the way to it: {Tell("this program may not enter it", status, command)}";
    }

    private bool LetsOthersIn(FileStatus status) => (status.Permissions & (IsOwnGroup(status) ? Others : Others | Group)) != 0;

    private string? FindFaultWithin(string folder, PathKind kind)
    {
        var ahead = new Stack<string>([PosixFiles.RealPath(folder) ?? folder]);
        for (var seen = 0; ahead.TryPop(out var at);)
        {
            if (PosixFiles.Find(at) is not { Type: FileType.Directory } status)
            {
                continue;
            }

            if (EntriesOf(at) is not { } entries)
            {
                return JudgeEntering(at, status, kind);
            }

            foreach (var entry in entries)
            {
                var fault = ++seen > MaxTreeEntries ? $"it has more than {MaxTreeEntries} entries" : JudgeEntry(entry, kind);
                if (fault is not null)
                {
                    return $"'{entry}' in it: {fault}";
                }

                ahead.Push(entry);
            }
        }

        return null;
    }

    private static string[]? EntriesOf(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? JudgeEntry(string path, PathKind kind) =>
        PosixFiles.Find(path) is not { } status ? null : JudgeOwner(path, status, kind == PathKind.Tree ? kind : PathKind.Folder) ?? JudgeWriters(path, status);

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
            PathKind.Secret => JudgeOwner(path, status, kind) ?? JudgeReaders(path, status),
            PathKind.MeetingPlace => JudgeWriters(path, status),
            _ => JudgeOwner(path, status, kind) ?? (IsSealedMount(step) ? null : JudgeWriters(path, status)),
        };
    }

    // A sticky folder, as /tmp is one, lets everybody in, but only the owner of an entry replaces it; and that is judged next.
    private string? JudgeWay(PathStep step) => JudgeOwner(step.Path, step.Status, PathKind.Trusted)
        ?? (step.Status.Type == FileType.SymbolicLink || (step.Status.Permissions & Sticky) != 0 || IsSealedMount(step) ? null : JudgeWriters(step.Path, step.Status));

    // What a program only reads becomes root's, so that the mend for one program is none against the other.
    private string? JudgeOwner(string path, FileStatus status, PathKind kind)
    {
        if (status.Owner == _user || (status.Owner == 0 && kind != PathKind.OwnFolder))
        {
            return null;
        }

        var to = kind is PathKind.Trusted or PathKind.Tree ? "root" : Accounts.UserName(_user);
        return Tell(
            kind == PathKind.OwnFolder ? "it does not belong to this program's user" : "it belongs to a user who is neither this program's nor root",
            status,
            $"chown {(status.Type == FileType.SymbolicLink ? "-h " : "")}{to} {path}");
    }

    private string? JudgeReaders(string path, FileStatus status)
    {
        var isOwnGroup = IsOwnGroup(status);
        var found = status.Permissions & (Others | (Group & ~(isOwnGroup ? GroupRead : 0)));
        if (found == 0)
        {
            return JudgeAccessList(path, status, Group);
        }

        var who = (found & OthersRead) != 0 ? "everybody can read it" : (found & GroupRead) != 0 ? "a group that is not this program's own can read it" : "others can write it";
        var mode = status.Permissions & OwnerReadWrite;
        var command = status.Owner == _user ? $"{Chmod(mode | (isOwnGroup ? status.Permissions & GroupRead : 0))} {path}"
            : isOwnGroup ? $"{Chmod(mode | GroupRead)} {path}"
            : _group is { } group ? $"chgrp {Accounts.GroupName(group)} {path} && {Chmod(mode | GroupRead)} {path}"
            : $"chown {Accounts.UserName(_user)} {path} && {Chmod(mode)} {path}";
        return Tell(who, status, command);
    }

    private string? JudgeWriters(string path, FileStatus status)
    {
        if (status.Type == FileType.SymbolicLink)
        {
            return null;
        }

        var forbidden = OthersWrite | (!_withWay || IsOwnGroup(status) ? 0 : GroupWrite);
        var found = status.Permissions & forbidden;
        return found == 0 ? JudgeAccessList(path, status, _withWay ? GroupWrite : 0) : Tell(
            (found & OthersWrite) != 0 ? "everybody can write it" : "a group that is not this program's own can write it",
            status,
            $"{Chmod(status.Permissions & ~forbidden)} {path}");
    }

    // With such a list the bits of the group are the most that any of its entries grants.
    private static string? JudgeAccessList(string path, FileStatus status, int forbidden) =>
        (status.Permissions & forbidden) != 0 && PosixFiles.HasAccessList(path)
            ? Tell("its access control list lets others in", status, $"setfacl -b {path}")
            : null;

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

    private static string Tell(string what, FileStatus status, string command) =>
        $"{what} (owner {Accounts.UserName(status.Owner)}, group {Accounts.GroupName(status.Group)}, mode {Octal(status.Permissions)}); mend it with: {command}";
}
