using System.Collections.Frozen;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Posix;

/// <summary>
/// Judges whether a path may be believed: who owns it, who could write it, who could read it, and the same of every directory and link on the
/// way. Believed are root and the process's own user, and the process's own group unless it is shared with another program. What an
/// access control list grants to others is theirs, too.
/// </summary>
public sealed class PathJudge
{
    private const int OthersRead = 0x4;
    private const int OthersWrite = 0x2;
    private const int GroupRead = 0x20;
    private const int GroupWrite = 0x10;
    private const int GroupEnter = 0x8;
    private const int Others = 0x7;
    private const int Group = 0x38;
    private const int OwnerReadWrite = 0x180;
    private const int Sticky = 0x200;
    private const int MaxTreeEntries = 200_000;

    // Such a command lets everybody in: it is for what says whom to trust, and for what both programs use.
    private const string OpenToAll = "chmod a+";

    /// <summary>Stands in a fault before the command that mends it.</summary>
    internal const string MendBy = "; mend it with: ";

    // The Filesystem Hierarchy Standard's: what else lies below the root is the operator's.
    private static readonly FrozenSet<string> SystemDirectories = FrozenSet.Create(
        "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var");

    private readonly bool _withWay;
    private readonly Lazy<FrozenSet<string>> _own;
    private readonly uint _user;
    private readonly uint? _group;
    private readonly uint? _shared;

    /// <summary>A judge for this process.</summary>
    /// <param name="isDevelopment">
    /// Whether only the paths themselves are judged and not the way to them, and of those who write only everybody: a developer's tree lies
    /// where it lies, and belongs to a team's group as often as not.
    /// </param>
    /// <param name="sharedGroup">A group that other programs belong to as well, such as that of the socket.</param>
    public PathJudge(bool isDevelopment, uint? sharedGroup = null)
        : this(!isDevelopment, PosixFiles.UserId, PosixFiles.GroupId == sharedGroup ? null : PosixFiles.GroupId, sharedGroup)
    {
    }

    // The group that stands for nobody in particular has whoever is in no other.
    internal PathJudge(bool withWay, uint user, uint? group, uint? shared = null)
    {
        (_withWay, _user, _group, _shared) = (withWay, user, group == Accounts.Nobody ? null : group, shared);
        _own = new(() => OwnDirectories.Select(RealPathOf).OfType<string>().ToFrozenSet(StringComparer.Ordinal));
    }

    /// <value>
    /// The directories that the program itself writes to: these, and what is below them on the way to something, become its own user's where
    /// they are a stranger's, and not root's. So one directory has one mend, whatever it was judged for.
    /// </value>
    public IReadOnlyCollection<string> OwnDirectories { get; init; } = [];

    /// <value>The user as which the program runs.</value>
    internal string User => Accounts.UserName(_user);

    /// <value>Whether the program may read a file that is there.</value>
    internal Func<string, bool> MayRead { get; init; } = PosixFiles.MayRead;

    /// <summary>Whether a directory belongs to every system: it has its place, and its owner, by the Filesystem Hierarchy Standard.</summary>
    public static bool IsOfTheSystem(string path) => SystemDirectories.Contains(path);

    /// <summary>Owner, group and mode as they are found, in parentheses.</summary>
    public static string Found(FileStatus status) =>
        $"(owner {Accounts.UserName(status.Owner)}, group {Accounts.GroupName(status.Group)}, mode {Octal(status.Permissions)})";

    /// <summary>The name of an ordinary user, another than the program's, to whom a directory belongs; null where that is not so, or it cannot be told.</summary>
    internal string? FindOtherUser(string directory)
    {
        try
        {
            return PosixFiles.FindTarget(directory) is { Type: FileType.Directory, Owner: not 0 and var owner } && owner != _user && !Accounts.IsNobody(owner) ? Accounts.UserName(owner) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

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

            var within = kind == PathKind.Tree || (kind == PathKind.OwnDirectory && last.IsEnd && LetsOthersIn(last.Path, last.Status)) ? FindFaultWithin(path, kind) : null;
            within ??= kind == PathKind.OwnDirectory && last.IsEnd ? FindFaultBehindLinks(last.Path) : null;
            return within ?? (LeadsElsewhereAsText(path)
                ? "it goes up ('..') from a link, or from what is no directory, and readers differ in where that leads; name it without '..'"
                : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return last.Path is { } directory && last.Status.Type == FileType.Directory ? JudgeEntering(directory, last.Status, kind, "x") : $"it cannot be looked at: {e.Message}";
        }
    }

    // The kernel goes up from where a link leads; much of .NET takes "link/.." away as text, and reads or writes what was not judged.
    private static bool LeadsElsewhereAsText(string path)
    {
        const string Up = "/..";
        var full = Path.Combine(Environment.CurrentDirectory, path) + "/";
        for (var at = full.IndexOf(Up + "/", StringComparison.Ordinal); at >= 0; at = full.IndexOf(Up + "/", at + Up.Length, StringComparison.Ordinal))
        {
            var upTo = full[..(at + Up.Length)];
            if (RealPathOf(upTo) != RealPathOf(Path.GetFullPath(upTo)))
            {
                return true;
            }
        }

        return false;
    }

    private string? JudgeStep(PathStep step, PathKind kind)
    {
        var fault = step.IsEnd ? JudgeEnd(step, kind) : _withWay ? JudgeWay(step) : null;
        return fault is null || step.IsEnd ? fault : $"'{PrintableText.Of(step.Path)}' on the way to it: {fault}";
    }

    // Policies are both programs' to read; what lies beside the way to them may be nobody's. What root keeps to itself is let pass for this
    // program alone: in it may lie files that only the directory closes, and that no program names. Where another group passes already, it may
    // be the other program's, which is not to be locked out.
    internal string JudgeEntering(string directory, FileStatus status, PathKind kind, string rights)
    {
        var isRootsAlone = status.Owner == 0 && (status.Group == 0 || (status.Permissions & Group) == 0) && (status.Permissions & Others) == 0 && !IsSystems(directory, status);
        var path = ShellText.Quote(directory);
        var command = kind == PathKind.Tree ? $"chmod a+{rights} {path}"
            : status.Owner == _user ? $"chmod u+{rights} {path}"
            : IsOwnGroup(status) ? $"chmod g+{rights} {path}"
            : isRootsAlone && _group is { } group ? $"{GiveTo(group)} {path} && chmod g+{rights} {path}"
            : $"chmod a+{rights} {path}";
        var care = (kind != PathKind.Tree || rights == "x") && (status.Permissions & Others) == 0 && command.StartsWith(OpenToAll, StringComparison.Ordinal) ? "; see first what in it everybody may read then" : "";
        return $"'{PrintableText.Of(directory)}' on the way to it: {Tell($"this program's user '{User}' may not enter it{GroupThatMay(status, GroupEnter)}{care}", status, WithList(directory, status, rights, command))}";
    }

    // With a list, the group's bits are the most that it grants: to set them lets in whom it names, and may not let in this program. Where
    // they leave what is asked for, one entry more does; where they do not, nobody passes by the list, and it goes.
    private string WithList(string directory, FileStatus status, string rights, string command)
    {
        if (status.Owner == _user || PosixFiles.FindAccessList(directory) is null)
        {
            return command;
        }

        var wanted = rights == "x" ? GroupEnter : GroupEnter | GroupRead;
        return (status.Permissions & wanted) == wanted
            ? $"setfacl -n -m {ShellText.Quote($"u:{User}:{rights}")} {ShellText.Quote(directory)}"
            : $"setfacl -b {ShellText.Quote(directory)} && {command}";
    }

    // A unit with the wrong user finds everything closed. To open it for that user is the wrong mend, and its files may be the other program's.
    private string GroupThatMay(FileStatus status, int right) =>
        status.Owner != _user && status.Group != 0 && !IsOwnGroup(status) && (status.Permissions & right) != 0 && (status.Permissions & Others) == 0
            ? $", and the group '{Accounts.GroupName(status.Group)}' may: if that is the group it should have, set User= and Group= in its unit and mend nothing of this"
            : "";

    private bool LetsOthersIn(string path, FileStatus status) => (status.Permissions & (IsOwnGroup(status) ? Others : Others | Group)) != 0
        || (AccessList.Of(path, status) is { } list && JudgeList(path, status, list, ownGroupMay: AccessList.All, othersMay: 0) is not null);

    private string? FindFaultWithin(string directory, PathKind kind)
    {
        var ahead = new Stack<string>([PosixFiles.RealPath(directory) ?? directory]);
        for (var seen = 0; ahead.TryPop(out var at);)
        {
            if (PosixFiles.Find(at) is not { Type: FileType.Directory } status || (kind == PathKind.OwnDirectory && IsRootsOwn(status)))
            {
                continue;
            }

            if (EntriesOf(at) is not { } entries)
            {
                return JudgeEntering(at, status, kind, "rx");
            }

            foreach (var entry in entries)
            {
                var fault = ++seen > MaxTreeEntries ? $"it has more than {MaxTreeEntries} entries" : JudgeEntry(entry, kind);
                if (fault is not null)
                {
                    return $"'{PrintableText.Of(entry)}' in it: {fault}";
                }

                ahead.Push(entry);
            }
        }

        return null;
    }

    // A directory that nobody else enters closes what is in it, and not what a link in it leads to, as to a larger disk.
    private string? FindFaultBehindLinks(string directory)
    {
        foreach (var entry in EntriesOf(directory) ?? [])
        {
            var kind = PosixFiles.Find(entry) is { Type: FileType.SymbolicLink } ? KindBehind(entry) : null;
            if (kind is not null && (FindFault(entry, kind.Value) ?? FindFaultInOpen(entry)) is { } fault)
            {
                return $"'{PrintableText.Of(entry)}' in it: {fault}";
            }
        }

        return null;
    }

    // Where a link leads to a directory that others enter, what is in that is closed by nothing, as where the directory itself stood there.
    private string? FindFaultInOpen(string link) =>
        RealPathOf(link) is { } behind && PosixFiles.Find(behind) is { Type: FileType.Directory } status && LetsOthersIn(behind, status)
            ? FindFaultWithin(behind, PathKind.OwnDirectory)
            : null;

    private static PathKind? KindBehind(string link) => Directory.Exists(link) ? PathKind.Directory : File.Exists(link) ? PathKind.Trusted : null;

    // Such as the directory lost+found of a file system: whose it is has been judged, and what is in it is root's affair.
    private bool IsRootsOwn(FileStatus status) => status.Owner == 0 && _user != 0;

    // Null where it may not be read, or not be entered, which shows at the first entry.
    private static string[]? EntriesOf(string directory)
    {
        try
        {
            var entries = Directory.GetFileSystemEntries(directory);
            _ = entries.Length == 0 ? null : PosixFiles.Find(entries[0]);
            return entries;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? JudgeEntry(string path, PathKind kind) =>
        PosixFiles.Find(path) is not { } status ? null : JudgeOwner(path, status, kind == PathKind.Tree ? kind : PathKind.Directory) ?? JudgeWriters(path, status);

    private string? JudgeEnd(PathStep step, PathKind kind)
    {
        var (path, status) = (step.Path, step.Status);
        var wanted = kind is PathKind.Secret or PathKind.Trusted ? FileType.Regular : FileType.Directory;
        if (status.Type != wanted)
        {
            return wanted == FileType.Regular ? "it is not a regular file" : "it is not a directory";
        }

        return kind switch
        {
            PathKind.Secret => JudgeOwner(path, status, kind) ?? JudgeReaders(path, status) ?? JudgeOwnReading(path, status, kind),
            PathKind.Trusted => JudgeOwner(path, status, kind) ?? JudgeWriters(path, status) ?? JudgeOwnReading(path, status, kind),
            PathKind.MeetingPlace => JudgeWriters(path, status),
            _ => JudgeOwner(path, status, kind) ?? (IsSealedMount(step) ? null : JudgeWriters(path, status)),
        };
    }

    // A sticky directory, as /tmp is one, lets everybody in, but only the owner of an entry replaces it; and that is judged next.
    private string? JudgeWay(PathStep step) => JudgeOwner(step.Path, step.Status, IsInOwnDirectory(step) ? PathKind.Directory : PathKind.Trusted)
        ?? (step.Status.Type == FileType.SymbolicLink || (step.Status.Permissions & Sticky) != 0 || IsSealedMount(step) ? null : JudgeWriters(step.Path, step.Status));

    private bool IsInOwnDirectory(PathStep step)
    {
        var at = step.Status.Type == FileType.Directory ? step.Path : null;
        while (at is not null && !_own.Value.Contains(at))
        {
            at = Path.GetDirectoryName(at);
        }

        return at is not null;
    }

    // One that cannot be looked at, which is told of its own way, is on no other.
    internal static string? RealPathOf(string directory)
    {
        try
        {
            return directory.Length == 0 ? null : PosixFiles.RealPath(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // What a program only reads becomes root's, so that the mend for one program is none against the other.
    private string? JudgeOwner(string path, FileStatus status, PathKind kind)
    {
        if (status.Owner == _user || (status.Owner == 0 && kind != PathKind.OwnDirectory))
        {
            return null;
        }

        var to = kind is PathKind.Trusted or PathKind.Tree ? "root" : User;
        return Tell(
            kind == PathKind.OwnDirectory ? $"it does not belong to this program's user '{User}'" : "it belongs to a user who is neither this program's nor root",
            status,
            IsSystems(path, status) ? null : $"chown {(status.Type == FileType.SymbolicLink ? "-h " : "")}{ShellText.Quote(to)} {ShellText.Quote(path)}");
    }

    private string? JudgeReaders(string path, FileStatus status)
    {
        var isOwnGroup = IsOwnGroup(status);
        var list = AccessList.Of(path, status);
        var found = status.Permissions & (Others | (list is null ? Group & ~(isOwnGroup ? GroupRead : 0) : 0));
        if (found == 0)
        {
            return list is null ? null : JudgeList(path, status, list, ownGroupMay: AccessList.Read, othersMay: 0);
        }

        var who = (found & OthersRead) != 0 ? "everybody can read it" : (found & GroupRead) != 0 ? GroupThatReads(status) : "others can write it";
        var (quoted, mode) = (ShellText.Quote(path), status.Permissions & OwnerReadWrite);

        // With a list, even one that grants nothing now, the group's bits are what it may grant: to set them is to let in whom it names.
        var command = PosixFiles.FindAccessList(path) is not null ? $"chmod o= {quoted}"
            : status.Owner == _user ? $"{Chmod(mode | (isOwnGroup ? status.Permissions & GroupRead : 0))} {quoted}"
            : isOwnGroup ? $"{Chmod(mode | GroupRead)} {quoted}"
            : _group is { } group ? $"{GiveTo(group)} {quoted} && {Chmod(mode | GroupRead)} {quoted}"
            : $"chown {ShellText.Quote(User)} {quoted} && {Chmod(mode)} {quoted}";
        return Tell(who, status, command);
    }

    // The mend is for the file; it may as well be the socket's group that is the wrong one.
    private string GroupThatReads(FileStatus status) => status.Group == _shared
        ? $"the group '{Accounts.GroupName(status.Group)}' can read it, to which the socket is given and so whoever may connect; where that is not meant to be so, give the socket another group that both programs are in"
        : "a group that is not this program's own can read it";

    // What is closed to all others may be closed to this program, too: such as a key that root made. A secret becomes its own group's, or its
    // own user's; what only says whom to trust may be anybody's to read where it is another group's already.
    private string? JudgeOwnReading(string path, FileStatus status, PathKind kind)
    {
        if (MayRead(path))
        {
            return null;
        }

        var quoted = ShellText.Quote(path);
        var command = status.Owner == _user ? $"chmod u+r {quoted}"
            : IsOwnGroup(status) ? $"chmod g+r {quoted}"
            : kind == PathKind.Trusted && (status.Group != 0 || _group is null) ? $"chmod a+r {quoted}"
            : _group is { } group ? $"{GiveTo(group)} {quoted} && chmod g+r {quoted}"
            : $"chown {ShellText.Quote(User)} {quoted} && chmod u+r {quoted}";

        // With a list, the group's bits are what the list may grant: to set them is to let in whom it names.
        var list = status.Owner == _user || PosixFiles.FindAccessList(path) is null ? "" : $"setfacl -b {quoted} && ";
        var care = command.StartsWith(OpenToAll, StringComparison.Ordinal) ? "; see first that it holds no private key, for everybody may read it then" : "";
        return Tell($"this program's user '{User}' may not read it{GroupThatMay(status, GroupRead)}{care}", status, list + command);
    }

    private string? JudgeWriters(string path, FileStatus status)
    {
        if (status.Type == FileType.SymbolicLink)
        {
            return null;
        }

        var list = _withWay ? AccessList.Of(path, status) : null;
        var forbidden = OthersWrite | (!_withWay || list is not null || IsOwnGroup(status) ? 0 : GroupWrite);
        var found = status.Permissions & forbidden;
        if (found == 0)
        {
            return list is null ? null : JudgeList(path, status, list, ownGroupMay: AccessList.All, othersMay: AccessList.All & ~AccessList.Write);
        }

        return Tell(
            (found & OthersWrite) != 0 ? "everybody can write it" : "a group that is not this program's own can write it",
            status,
            IsSystems(path, status) ? null : $"{Chmod(status.Permissions & ~forbidden)} {ShellText.Quote(path)}");
    }

    // What the list grants to the program's own user, as systemd does with a credential, and to its own group, is granted to nobody else.
    private string? JudgeList(string path, FileStatus status, AccessList list, int ownGroupMay, int othersMay)
    {
        int May(AccessEntry entry) => entry.Tag switch
        {
            AccessTag.User => entry.Id == _user || entry.Id == 0 ? AccessList.All : othersMay,
            AccessTag.OwningGroup => IsOwnGroup(status) ? ownGroupMay : othersMay,
            _ => IsOwnGroup(status with { Group = entry.Id }) ? ownGroupMay : othersMay,
        };
        AccessEntry[] faults = [.. list.Entries.Where(entry => (entry.Rights & ~May(entry)) != 0)];
        return faults.Length == 0 ? null : Tell("its access control list lets others in", status, list.Mend(path, faults, May));
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

    // What mends /tmp or /etc for one program breaks it for all others.
    private static bool IsSystems(string path, FileStatus status) =>
        status is { Type: FileType.Directory, Owner: 0 } && ((status.Permissions & Sticky) != 0 || SystemDirectories.Contains(path));

    private static string GiveTo(uint group) => $"chgrp {ShellText.Quote(Accounts.GroupName(group))}";

    private static string Chmod(int mode) => $"chmod {Octal(mode)}";

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static string Tell(string what, FileStatus status, string? command) =>
        $"{what} {Found(status)}{(command is null ? "; name another directory: this one is the system's" : MendBy + command)}";
}
