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
    private const int MaxTreeEntries = 200_000;

    private readonly bool _withWay;
    private readonly Lazy<FrozenSet<string>> _own;
    private readonly uint _user;
    private readonly PathMend _mend;

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
        (_withWay, _user, _mend) = (withWay, user, new PathMend(user, group == Accounts.Nobody ? null : group, shared));
        _own = new(() => OwnDirectories.Select(RealPathOf).OfType<string>().ToFrozenSet(StringComparer.Ordinal));
    }

    /// <value>
    /// The directories that the program itself writes to: these, and what is below them on the way to something, become its own user's where
    /// they are a stranger's, and not root's. So one directory has one mend, whatever it was judged for.
    /// </value>
    public IReadOnlyCollection<string> OwnDirectories { get; init; } = [];

    /// <value>The user as which the program runs.</value>
    internal string User => _mend.User;

    /// <value>Whether the program may read a file that is there.</value>
    internal Func<string, bool> MayRead { get; init; } = PosixFiles.MayRead;

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
            return PosixFiles.IsOfRights(e) && last.Path is { } directory && last.Status.Type == FileType.Directory ? _mend.Entering(directory, last.Status, kind, "x") : $"it cannot be looked at: {e.Message}";
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

    private bool LetsOthersIn(string path, FileStatus status) => (status.Permissions & (_mend.IsOwnGroup(status) ? ModeBits.Others : ModeBits.Others | ModeBits.Group)) != 0
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
                return _mend.Entering(at, status, kind, "rx");
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
        ?? (step.Status.Type == FileType.SymbolicLink || (step.Status.Permissions & ModeBits.Sticky) != 0 || IsSealedMount(step) ? null : JudgeWriters(step.Path, step.Status));

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
    private string? JudgeOwner(string path, FileStatus status, PathKind kind) =>
        status.Owner == _user || (status.Owner == 0 && kind != PathKind.OwnDirectory) ? null : _mend.Owner(path, status, kind);

    private string? JudgeReaders(string path, FileStatus status)
    {
        var list = AccessList.Of(path, status);
        var found = status.Permissions & (ModeBits.Others | (list is null ? ModeBits.Group & ~(_mend.IsOwnGroup(status) ? ModeBits.GroupRead : 0) : 0));
        return found != 0 ? _mend.Readers(path, status, found)
            : list is not null ? JudgeList(path, status, list, ownGroupMay: AccessList.Read, othersMay: 0)
            : null;
    }

    private string? JudgeOwnReading(string path, FileStatus status, PathKind kind) => MayRead(path) ? null : _mend.OwnReading(path, status, kind);

    private string? JudgeWriters(string path, FileStatus status)
    {
        if (status.Type == FileType.SymbolicLink)
        {
            return null;
        }

        var list = _withWay ? AccessList.Of(path, status) : null;
        var forbidden = ModeBits.OthersWrite | (!_withWay || list is not null || _mend.IsOwnGroup(status) ? 0 : ModeBits.GroupWrite);
        return (status.Permissions & forbidden) != 0 ? PathMend.Writers(path, status, forbidden)
            : list is not null ? JudgeList(path, status, list, ownGroupMay: AccessList.All, othersMay: AccessList.All & ~AccessList.Write)
            : null;
    }

    // What the list grants to the program's own user, as systemd does with a credential, and to its own group, is granted to nobody else.
    private string? JudgeList(string path, FileStatus status, AccessList list, int ownGroupMay, int othersMay)
    {
        int May(AccessEntry entry) => entry.Tag switch
        {
            AccessTag.User => entry.Id == _user || entry.Id == 0 ? AccessList.All : othersMay,
            AccessTag.OwningGroup => _mend.IsOwnGroup(status) ? ownGroupMay : othersMay,
            _ => _mend.IsOwnGroup(status with { Group = entry.Id }) ? ownGroupMay : othersMay,
        };
        AccessEntry[] faults = [.. list.Entries.Where(entry => (entry.Rights & ~May(entry)) != 0)];
        return faults.Length == 0 ? null : PathMend.List(status, AccessList.Mend(path, faults, May));
    }

    // How Kubernetes mounts what it makes of a ConfigMap: root's, mode 0777, but for reading only; and nobody but root makes its link.
    private static bool IsSealedMount(PathStep step) =>
        step.Status is { Type: FileType.Directory, Owner: 0 }
        && step.Status.Device != step.Parent.Device
        && (step.Status.Permissions & ModeBits.OthersWrite) != 0
        && PosixFiles.Find(Path.Combine(step.Path, "..data")) is { Type: FileType.SymbolicLink, Owner: 0 }
        && PosixFiles.IsReadOnlyMount(step.Path);
}
