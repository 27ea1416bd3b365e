using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Gateway.Hosting.Posix;

namespace Deployer.Targets.Directories;

/// <summary>
/// A directory with <c>releases/&lt;version&gt;-&lt;digest&gt;</c> and a link <c>current</c> that is switched by one rename. A release
/// appears whole, by a rename from a staging directory on the same file system that only this process may enter. Nothing is ever changed
/// under <c>current</c>: where somebody has, a fresh copy (<see cref="ReleaseName"/>) is put beside it.
/// </summary>
internal sealed class ReleaseDirectory(string directory, PathJudge judge)
{
    private const string StagingPrefix = ".staging-";
    private const string Releases = "releases/";

    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PublicMode = PrivateMode | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _releases = Path.Combine(directory, "releases");
    private readonly string _current = Path.Combine(directory, "current");

    /// <summary>The current release, or null where there is none.</summary>
    /// <exception cref="StepFailedException">The directory is not in a state that this program makes.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public string? Current() => CurrentCopy()?.Release;

    /// <summary>Which files change where an artifact becomes current in the place of a release.</summary>
    /// <param name="current">The release, or null.</param>
    /// <param name="artifact">Opened; read to its end.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The changes, each named by its path below the release.</returns>
    /// <exception cref="UnsafeArchiveException">The artifact is not allowed.</exception>
    /// <exception cref="IOException">The artifact or the directory cannot be read.</exception>
    public IReadOnlyList<TargetChange> Compare(string? current, IArchiveReader artifact, CancellationToken cancellation) =>
        ReleaseComparer.Compare(artifact, current is not null && (CurrentCopy() is { } copy && copy.Release == current ? copy : NewestOf(current)) is { } there && IsThere(there) ? PathOf(there) : null, cancellation);

    /// <summary>Whether a release is there, current or not.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public bool Has(string release) => NewestOf(release) is not null;

    /// <summary>Whether the current release has a file of this name.</summary>
    /// <param name="path">Relative to the release.</param>
    public bool HasFile(string path) => File.Exists(Path.Combine(_current, path));

    /// <summary>Puts a release beside the others, without making it current.</summary>
    /// <param name="release">Its name.</param>
    /// <param name="deploymentId">Names what is made on the way.</param>
    /// <param name="open">Opens the artifact, verified; as often as it is asked.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The directory that holds the artifact to the byte, to be made current.</returns>
    /// <exception cref="StepFailedException">The artifact or the directory is not allowed.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public ReleaseName Place(string release, string deploymentId, Func<IArchiveReader> open, CancellationToken cancellation)
    {
        Prepare();
        var current = CurrentCopy();
        if (FindSame(release, current, open, cancellation) is { } same)
        {
            // A run that was killed may have renamed it, and not more.
            PosixFiles.SyncDirectory(_releases);
            return same;
        }

        var staging = Path.Combine(_releases, StagingPrefix + deploymentId);
        var place = PlaceFor(release, current);
        Remove(staging);
        try
        {
            Directory.CreateDirectory(staging, PrivateMode);
            Unpack(open, staging, cancellation);
            Publish(staging, PathOf(place));
            return place;
        }
        finally
        {
            Remove(staging);
        }
    }

    /// <summary>Makes the newest copy of a release that is there current, in one step, where no copy of it is; null: makes none current.</summary>
    /// <exception cref="StepFailedException">The release is not there.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public void Switch(string? release, string deploymentId)
    {
        if (release is not null)
        {
            Switch(CurrentCopy() is { } current && current.Release == release && IsThere(current) ? current : NewestOf(release) ?? new ReleaseName(release, 1), deploymentId);
        }
        else if (PosixFiles.Find(directory) is not null)
        {
            if (CurrentCopy() is not null)
            {
                File.Delete(_current);
            }

            PosixFiles.SyncDirectory(directory);
        }
    }

    /// <summary>Makes a directory that is there current, in one step.</summary>
    /// <returns>Whether another was current, or none.</returns>
    /// <exception cref="StepFailedException">It is not there.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public bool Switch(ReleaseName release, string deploymentId)
    {
        var isSwitched = release != CurrentCopy();
        if (isSwitched)
        {
            if (!IsThere(release))
            {
                throw new StepFailedException("The release to switch to is not in the target directory.");
            }

            var link = Path.Combine(directory, ".current-" + deploymentId);
            File.Delete(link);
            PosixFiles.Link(Releases + release.Directory, link);
            PosixFiles.Rename(link, _current);
        }

        // Also where it is current already: a run that was killed may have renamed it, and not more.
        PosixFiles.SyncDirectory(directory);
        return isSwitched;
    }

    /// <summary>Removes the oldest releases beyond <paramref name="keep"/>, and what crashes have left; never the current one or <paramref name="previous"/>.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public void Prune(int keep, string? previous)
    {
        var current = CurrentCopy();
        var previousCopy = previous is null ? null : NewestOf(previous);
        var releases = new DirectoryInfo(_releases);
        foreach (var left in releases.EnumerateDirectories(StagingPrefix + "*"))
        {
            Remove(left.FullName);
        }

        var old = releases.EnumerateDirectories()
            .Where(d => ReleaseName.TryParse(d.Name) is { } copy && copy != current && copy != previousCopy)
            .OrderByDescending(d => d.LastWriteTimeUtc)
            .Skip(Math.Max(0, keep - (previousCopy is null || previousCopy == current ? 1 : 2)));
        foreach (var release in old.ToList())
        {
            Remove(release.FullName);
        }
    }

    private void Prepare()
    {
        MakePublic(directory);
        RequireOwn(directory);
        MakePublic(_releases);
        RequireOwn(_releases);
        Publish(_releases);
    }

    // What is served from here is served by others, whatever the process's umask is; and of a directory that is made, so is each above it. The
    // entry of each that is the deployer's own is made durable each time, since a run that was killed may have made it, and not more.
    private static void MakePublic(string path)
    {
        var above = Path.GetDirectoryName(path);
        if (!Directory.Exists(path))
        {
            MakePublic(above!);
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, PublicMode);
        }

        if (above is not null && PosixFiles.Find(above) is { Type: FileType.Directory } status && status.Owner == PosixFiles.UserId)
        {
            PosixFiles.SyncDirectory(above);
        }
    }

    // Releases that an older deployer closed by its umask are opened, too.
    private static void Publish(string path)
    {
        if (PosixFiles.Find(path) is { Type: FileType.Directory } status && status.Owner == PosixFiles.UserId && (status.Permissions & 0x1ff) != (int)PublicMode)
        {
            File.SetUnixFileMode(path, PublicMode);
        }
    }

    // Who may write here could put links under our hands.
    private void RequireOwn(string path)
    {
        var fault = PosixFiles.Find(path) is { Type: FileType.Directory } ? judge.FindFault(path, PathKind.Directory) : "it is not a directory";
        if (fault is not null)
        {
            throw new StepFailedException("The target directory must be a directory of the deployer's own user that others cannot write.", new IOException($"{path}: {fault}"));
        }
    }

    private static void Unpack(Func<IArchiveReader> open, string staging, CancellationToken cancellation)
    {
        using var archive = open();
        ArchiveExtractor.Extract(archive, staging, cancellation);
    }

    // Where the current copy is another than it should be, whatever serves it goes on doing so until the switch. What is placed is always the
    // newest copy: that is where a way back leads.
    private ReleaseName PlaceFor(string release, ReleaseName? current)
    {
        var newest = NewestOf(release);
        return current?.Release != release ? newest ?? new ReleaseName(release, 1)
            : newest is null || newest.Copy < current.Copy ? current
            : new ReleaseName(release, newest.Copy + 1);
    }

    // What is there already to the byte is used, so that a push of what is current changes nothing; but no older copy than one that somebody has
    // changed, since a way back leads to the newest.
    private ReleaseName? FindSame(string release, ReleaseName? current, Func<IArchiveReader> open, CancellationToken cancellation)
    {
        if (NewestOf(release) is not { } copy)
        {
            return null;
        }

        using var artifact = open();
        if (!ReleaseComparer.IsSame(artifact, PathOf(copy), cancellation))
        {
            return null;
        }

        if (copy != current)
        {
            // The order of pruning: when a release was last placed.
            Publish(PathOf(copy));
            Directory.SetLastWriteTimeUtc(PathOf(copy), DateTime.UtcNow);
        }

        return copy;
    }

    // What stands there is not current and not what it should be: it is replaced in one step.
    private void Publish(string staging, string place)
    {
        File.SetUnixFileMode(staging, PublicMode);
        Directory.SetLastWriteTimeUtc(staging, DateTime.UtcNow);
        if (PosixFiles.Find(place) is null)
        {
            PosixFiles.Rename(staging, place);
        }
        else
        {
            PosixFiles.Swap(staging, place);
        }

        PosixFiles.SyncDirectory(_releases);
    }

    private ReleaseName? CurrentCopy()
    {
        var status = PosixFiles.Find(_current);
        if (status is null)
        {
            return null;
        }

        var target = status.Value.Type == FileType.SymbolicLink ? new FileInfo(_current).LinkTarget : null;
        return target is not null && target.StartsWith(Releases, StringComparison.Ordinal) && ReleaseName.TryParse(target[Releases.Length..]) is { } current
            ? current
            : throw new StepFailedException("'current' in the target directory is not a link that the deployer has made.");
    }

    private List<ReleaseName> CopiesOf(string release) => PosixFiles.Find(_releases) is { Type: FileType.Directory }
        ? [.. new DirectoryInfo(_releases).EnumerateDirectories(release + "*").Select(entry => ReleaseName.TryParse(entry.Name)).OfType<ReleaseName>().Where(copy => copy.Release == release && IsThere(copy))]
        : [];

    private ReleaseName? NewestOf(string release) => CopiesOf(release).MaxBy(copy => copy.Copy);

    private bool IsThere(ReleaseName copy) => PosixFiles.Find(PathOf(copy)) is { Type: FileType.Directory };

    private string PathOf(ReleaseName copy) => Path.Combine(_releases, copy.Directory);

    private static void Remove(string path)
    {
        var status = PosixFiles.Find(path);
        if (status is { Type: FileType.Directory })
        {
            Directory.Delete(path, recursive: true);
        }
        else if (status is not null)
        {
            File.Delete(path);
        }
    }
}
