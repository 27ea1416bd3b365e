using System.Collections.Frozen;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Posix;

/// <summary>Says what is wrong with a path, as it was found, and the command that mends it for a program.</summary>
/// <param name="user">The program's user.</param>
/// <param name="group">Its own group; null where that is shared with another program, or stands for nobody in particular.</param>
/// <param name="shared">A group that other programs belong to as well, such as that of the socket.</param>
public sealed class PathMend(uint user, uint? group, uint? shared)
{
    /// <summary>Stands in a fault before the command that mends it.</summary>
    public const string By = "; mend it with: ";

    // Such a command lets everybody in: it is for what says whom to trust, and for what both programs use.
    private const string OpenToAll = "chmod a+";
    private const string EntersDirectory = "; see first what in it is open to everybody, who may reach it then";
    private const string HoldsNoKey = "; see first that it holds no private key, for everybody may read it then";

    // The Filesystem Hierarchy Standard's: what else lies below the root is the operator's.
    private static readonly FrozenSet<string> SystemDirectories = FrozenSet.Create(
        "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var");

    /// <value>The program's user, by name.</value>
    public string User => Accounts.UserName(user);

    /// <summary>Whether a directory belongs to every system: it has its place, and its owner, by the Filesystem Hierarchy Standard.</summary>
    public static bool IsOfTheSystem(string path) => SystemDirectories.Contains(path);

    /// <summary>Owner, group and mode as they are found, in parentheses.</summary>
    public static string Found(FileStatus status) =>
        $"(owner {Accounts.UserName(status.Owner)}, group {Accounts.GroupName(status.Group)}, mode {Octal(status.Permissions)})";

    /// <summary>Whether a file's group is the program's own. Root's has no members but root's own programs where nobody has put one in.</summary>
    public bool IsOwnGroup(FileStatus status) => status.Group == group || (status.Group == 0 && user == 0);

    /// <summary>A directory that the program may not enter.</summary>
    public string Entering(string directory, FileStatus status, PathKind kind, string rights)
    {
        // Policies are both programs' to read; what lies beside the way to them may be nobody's. What root keeps to itself is let pass for this
        // program alone: in it may lie files that only the directory closes, and that no program names. Where another group passes already, it may
        // be the other program's, which is not to be locked out.
        var isRootsAlone = status.Owner == 0 && (status.Group == 0 || (status.Permissions & ModeBits.Group) == 0) && (status.Permissions & ModeBits.Others) == 0 && !IsSystems(directory, status);
        var path = ShellText.Quote(directory);
        var command = kind == PathKind.Tree ? $"chmod a+{rights} {path}"
            : status.Owner == user ? $"chmod u+{rights} {path}"
            : IsOwnGroup(status) ? $"chmod g+{rights} {path}"
            : isRootsAlone && group is { } own ? $"{GiveTo(own)} {path} && chmod g={rights} {path}"
            : $"chmod a+{rights} {path}";
        return $"'{PrintableText.Of(directory)}' on the way to it: {TellOfClosed("enter it", directory, status, rights, command, EntersDirectory)}";
    }

    /// <summary>A path that belongs to a stranger.</summary>
    public string Owner(string path, FileStatus status, PathKind kind) => Tell(
        kind == PathKind.OwnDirectory ? $"it does not belong to this program's user '{User}'" : "it belongs to a user who is neither this program's nor root",
        status,
        IsSystems(path, status) ? null : $"chown {(status.Type == FileType.SymbolicLink ? "-h " : "")}{ShellText.Quote(kind is PathKind.Trusted or PathKind.Tree ? "root" : User)} {ShellText.Quote(path)}");

    /// <summary>A secret that others may read or write.</summary>
    /// <param name="path">The file.</param>
    /// <param name="status">Its status.</param>
    /// <param name="found">The rights that others have and may not have.</param>
    public string Readers(string path, FileStatus status, int found)
    {
        var who = (found & ModeBits.OthersRead) != 0 ? "everybody can read it" : (found & ModeBits.GroupRead) != 0 ? GroupThatReads(status) : "others can write it";
        var (quoted, mode) = (ShellText.Quote(path), status.Permissions & ModeBits.OwnerReadWrite);

        // With a list, even one that grants nothing now, the group's bits are what it may grant: to set them is to let in whom it names.
        var command = PosixFiles.FindAccessList(path) is not null ? $"chmod o= {quoted}"
            : status.Owner == user ? $"{Chmod(mode | (IsOwnGroup(status) ? status.Permissions & ModeBits.GroupRead : 0))} {quoted}"
            : IsOwnGroup(status) ? $"{Chmod(mode | ModeBits.GroupRead)} {quoted}"
            : group is { } own ? $"{GiveTo(own)} {quoted} && {Chmod(mode | ModeBits.GroupRead)} {quoted}"
            : $"chown {ShellText.Quote(User)} {quoted} && {Chmod(mode)} {quoted}";
        return Tell(who, status, command);
    }

    /// <summary>A file that the program itself may not read.</summary>
    public string OwnReading(string path, FileStatus status, PathKind kind)
    {
        // What is closed to all others may be closed to this program, too: such as a key that root made. A secret becomes its own group's, or its
        // own user's; what only says whom to trust may be anybody's to read where it is another group's already.
        var quoted = ShellText.Quote(path);
        var command = status.Owner == user ? $"chmod u+r {quoted}"
            : IsOwnGroup(status) ? $"chmod g+r {quoted}"
            : kind == PathKind.Trusted && (status.Group != 0 || group is null) ? $"chmod a+r {quoted}"
            : group is { } own ? $"{GiveTo(own)} {quoted} && chmod g+r {quoted}"
            : $"chown {ShellText.Quote(User)} {quoted} && chmod u+r {quoted}";

        return TellOfClosed("read it", path, status, "r", command, HoldsNoKey);
    }

    /// <summary>A path that others can write.</summary>
    /// <param name="path">The path.</param>
    /// <param name="status">Its status.</param>
    /// <param name="forbidden">The rights that others may not have.</param>
    public static string Writers(string path, FileStatus status, int forbidden) => Tell(
        (status.Permissions & forbidden & ModeBits.OthersWrite) != 0 ? "everybody can write it" : "a group that is not this program's own can write it",
        status,
        IsSystems(path, status) ? null : $"{Chmod(status.Permissions & ~forbidden)} {ShellText.Quote(path)}");

    /// <summary>A path whose access control list lets others in, and the command for that list.</summary>
    public static string List(FileStatus status, string command) => Tell("its access control list lets others in", status, command);

    // Where there is a list, the group's bits in the mode are the most that it grants: to set them lets in whom it names, and may not let in this
    // program. Where they leave what is asked for, one entry more does. Where they do not, whoever wrote the list has to say what is meant.
    private string TellOfClosed(string what, string path, FileStatus status, string rights, string command, string seeFirst)
    {
        var enters = rights.Contains('x', StringComparison.Ordinal);
        var closed = $"this program's user '{User}' may not {what}{GroupThatMay(status, enters ? ModeBits.GroupEnter : ModeBits.GroupRead)}";
        if (status.Owner == user || PosixFiles.FindAccessList(path) is null)
        {
            return Tell(closed + (command.StartsWith(OpenToAll, StringComparison.Ordinal) ? seeFirst : ""), status, command);
        }

        var wanted = (enters ? ModeBits.GroupEnter : 0) | (rights.Contains('r', StringComparison.Ordinal) ? ModeBits.GroupRead : 0);
        var quoted = ShellText.Quote(path);
        return (status.Permissions & wanted) == wanted
            ? Tell(closed, status, $"setfacl -n -m {ShellText.Quote($"u:{User}:{AccessList.Of(path, status)?.RightsWith(user, rights) ?? rights}")} {quoted}")
            : $"{closed} {Found(status)}; it has an access control list, to be seen with: getfacl {quoted}; let the program in by that";
    }

    // A unit with the wrong user finds everything closed. To open it for that user is the wrong mend, and its files may be the other program's.
    private string GroupThatMay(FileStatus status, int right) =>
        status.Owner != user && status.Group != 0 && !IsOwnGroup(status) && (status.Permissions & right) != 0 && (status.Permissions & ModeBits.Others) == 0
            ? $", and the group '{Accounts.GroupName(status.Group)}' may: if that is the group it should have, set User= and Group= in its unit and mend nothing of this"
            : "";

    // The mend is for the file; it may as well be the socket's group that is the wrong one.
    private string GroupThatReads(FileStatus status) => status.Group == shared
        ? $"the group '{Accounts.GroupName(status.Group)}' can read it, to which the socket is given and so whoever may connect; where that is not meant to be so, give the socket another group that both programs are in"
        : "a group that is not this program's own can read it";

    // What mends /tmp or /etc for one program breaks it for all others.
    private static bool IsSystems(string path, FileStatus status) =>
        status is { Type: FileType.Directory, Owner: 0 } && ((status.Permissions & ModeBits.Sticky) != 0 || SystemDirectories.Contains(path));

    private static string GiveTo(uint to) => $"chgrp {ShellText.Quote(Accounts.GroupName(to))}";

    private static string Chmod(int mode) => $"chmod {Octal(mode)}";

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static string Tell(string what, FileStatus status, string? command) =>
        $"{what} {Found(status)}{(command is null ? "; name another directory: this one is the system's" : By + command)}";
}
