using System.Buffers;
using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Gateway.Contract.Validation;
using Gateway.Hosting.Posix;

namespace Deployer.Targets.Directories;

/// <summary>
/// A directory with <c>releases/&lt;version&gt;-&lt;digest&gt;</c> and a link <c>current</c> that is switched by one rename. A release
/// appears whole, by a rename from a staging directory on the same file system that only this process may enter.
/// </summary>
internal sealed class ReleaseDirectory(string directory, PathJudge judge)
{
    private const string StagingPrefix = ".staging-";
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PublicMode = PrivateMode | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _releases = Path.Combine(directory, "releases");
    private readonly string _current = Path.Combine(directory, "current");

    /// <summary>The current release, or null where there is none.</summary>
    /// <exception cref="StepFailedException">The directory is not in a state that this program makes.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public string? Current()
    {
        var status = PosixFiles.Find(_current);
        if (status is null)
        {
            return null;
        }

        var target = status.Value.Type == FileType.SymbolicLink ? new FileInfo(_current).LinkTarget : null;
        return target is not null && target.StartsWith("releases/", StringComparison.Ordinal) && IsReleaseName(target["releases/".Length..])
            ? target["releases/".Length..]
            : throw new StepFailedException("'current' in the target directory is not a link that the deployer has made.");
    }

    /// <summary>Which files change where an artifact becomes current in the place of a release.</summary>
    /// <param name="current">The release, or null.</param>
    /// <param name="artifact">Opened; read to its end.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The changes, each named by its path below the release.</returns>
    /// <exception cref="UnsafeArchiveException">The artifact is not allowed.</exception>
    /// <exception cref="IOException">The artifact or the directory cannot be read.</exception>
    public IReadOnlyList<TargetChange> Compare(string? current, IArchiveReader artifact, CancellationToken cancellation) =>
        ReleaseComparer.Compare(artifact, current is not null && Has(current) ? Path.Combine(_releases, current) : null, cancellation);

    /// <summary>Whether a release is there, current or not.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public bool Has(string release) => PosixFiles.Find(Path.Combine(_releases, release)) is { Type: FileType.Directory };

    /// <summary>Whether the current release has a file of this name.</summary>
    /// <param name="path">Relative to the release.</param>
    public bool HasFile(string path) => File.Exists(Path.Combine(_current, path));

    /// <summary>Puts a release beside the others, without making it current.</summary>
    /// <param name="release">Its name.</param>
    /// <param name="deploymentId">Names what is made on the way.</param>
    /// <param name="open">Opens the artifact, verified.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StepFailedException">The artifact or the directory is not allowed.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public void Place(string release, string deploymentId, Func<IArchiveReader> open, CancellationToken cancellation)
    {
        Prepare();
        var staging = Path.Combine(_releases, StagingPrefix + deploymentId);
        var place = Path.Combine(_releases, release);
        Remove(staging);
        try
        {
            Directory.CreateDirectory(staging, PrivateMode);
            Unpack(open, staging, cancellation);
            Publish(staging, place, cancellation);
        }
        finally
        {
            Remove(staging);
        }
    }

    /// <summary>Makes a release that is there current, in one step; null: makes none current.</summary>
    /// <exception cref="StepFailedException">The release is not there.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public void Switch(string? release, string deploymentId)
    {
        if (release == Current())
        {
            return;
        }

        if (release is null)
        {
            File.Delete(_current);
        }
        else if (Has(release))
        {
            var link = Path.Combine(directory, ".current-" + deploymentId);
            File.Delete(link);
            PosixFiles.Link("releases/" + release, link);
            PosixFiles.Rename(link, _current);
        }
        else
        {
            throw new StepFailedException("The release to switch to is not in the target directory.");
        }

        PosixFiles.SyncDirectory(directory);
    }

    /// <summary>Removes the oldest releases beyond <paramref name="keep"/>, and what crashes have left; never the current one or <paramref name="previous"/>.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public void Prune(int keep, string? previous)
    {
        var current = Current();
        var releases = new DirectoryInfo(_releases);
        foreach (var left in releases.EnumerateDirectories(StagingPrefix + "*"))
        {
            Remove(left.FullName);
        }

        var old = releases.EnumerateDirectories()
            .Where(d => IsReleaseName(d.Name) && d.Name != current && d.Name != previous)
            .OrderByDescending(d => d.LastWriteTimeUtc)
            .Skip(Math.Max(0, keep - (previous is null || previous == current ? 1 : 2)));
        foreach (var release in old.ToList())
        {
            Remove(release.FullName);
        }
    }

    private void Prepare()
    {
        MakePublic(directory);
        RequireOwn(directory);
        if (PosixFiles.Find(_releases) is null)
        {
            MakePublic(_releases);
            PosixFiles.SyncDirectory(directory);
        }

        RequireOwn(_releases);
        Publish(_releases);
    }

    // What is served from here is served by others, whatever the process's umask is; and of a directory that is made, so is each above it.
    private static void MakePublic(string path)
    {
        if (!Directory.Exists(path))
        {
            MakePublic(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, PublicMode);
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

    // A release that is there already is used where it is the same to the byte, and replaced in one step where it is not.
    private void Publish(string staging, string place, CancellationToken cancellation)
    {
        File.SetUnixFileMode(staging, PublicMode);
        var there = PosixFiles.Find(place);
        if (there is null)
        {
            PosixFiles.Rename(staging, place);
        }
        else if (there.Value.Type != FileType.Directory || !TreeComparer.AreSame(staging, place, cancellation))
        {
            PosixFiles.Swap(staging, place);
        }

        Publish(place);

        // The order of pruning: when a release was last placed.
        Directory.SetLastWriteTimeUtc(place, DateTime.UtcNow);
        PosixFiles.SyncDirectory(_releases);
    }

    // The digest's 64 digits; releases of earlier deployers have the first 12.
    private static bool IsReleaseName(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0 && name.Length - dash - 1 is (64 or 12) && FieldRules.IsVersion(name.AsSpan(0, dash)) && !name.AsSpan(dash + 1).ContainsAnyExcept(Hexadecimal);
    }

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
