using Deployer.Artifacts.Archives;
using Gateway.Hosting.Posix;

namespace Deployer.Targets.Directories;

/// <summary>
/// Holds an artifact against a release that is there: which files and links come, go, or become others. A directory alone is no change. What the
/// deployer may not read there changes or goes: it cannot be shown to be the same, and must not stand in the way of what takes its place.
/// </summary>
internal sealed class ReleaseComparer
{
    private const int ModeMask = 0x1ff;

    private readonly CancellationToken _cancellation;
    private readonly byte[] _buffer = new byte[81920];

    private ReleaseComparer(CancellationToken cancellation) => _cancellation = cancellation;

    /// <summary>What changes where the artifact takes the place of the release.</summary>
    /// <param name="artifact">Opened; read to its end.</param>
    /// <param name="release">The directory of the release; null: there is none, and all is added.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The changes, each named by its path in the release, with slashes.</returns>
    /// <exception cref="UnsafeArchiveException">The artifact is malformed or not allowed.</exception>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public static IReadOnlyList<TargetChange> Compare(IArchiveReader artifact, string? release, CancellationToken cancellation)
    {
        var comparer = new ReleaseComparer(cancellation);
        var there = release is null ? [] : comparer.FilesOf(release);
        List<TargetChange> changes = [];
        foreach ((var segments, var entry) in SafeEntries.Read(artifact, _ => { }))
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Type == ArchiveEntryType.Directory)
            {
                continue;
            }

            var path = string.Join('/', segments);
            if (!there.Remove(path, out var file))
            {
                changes.Add(new TargetChange(TargetChangeKind.Added, path));
            }
            else if (!comparer.IsSame(entry, Path.Combine(release!, path), file))
            {
                changes.Add(new TargetChange(TargetChangeKind.Changed, path));
            }

            comparer.ReadToEnd(entry.Content);
        }

        return [.. changes, .. there.Keys.Select(path => new TargetChange(TargetChangeKind.Removed, path))];
    }

    private bool IsSame(ArchiveEntry entry, string path, FileStatus file) => (entry.Type, file.Type) switch
    {
        (ArchiveEntryType.SymbolicLink, FileType.SymbolicLink) => new FileInfo(path).LinkTarget == entry.LinkTarget,
        (ArchiveEntryType.File, FileType.Regular) => (file.Permissions & ModeMask) == (int)ArchiveExtractor.ModeOf(entry) && HasContent(path, entry.Content),
        _ => false,
    };

    private bool HasContent(string path, Stream content)
    {
        using var file = TryOpen(path);
        return file is not null && TreeComparer.HaveSameContent(content, file, _cancellation);
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return PosixFiles.OpenRegular(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void ReadToEnd(Stream content)
    {
        while (content.Read(_buffer) > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
        }
    }

    // All that is no directory, by its path in the release; links are not followed.
    private Dictionary<string, FileStatus> FilesOf(string release)
    {
        Dictionary<string, FileStatus> files = new(StringComparer.Ordinal);
        Stack<string> directories = new([""]);
        while (directories.TryPop(out var directory))
        {
            foreach (var entry in EntriesOf(release, directory, files))
            {
                _cancellation.ThrowIfCancellationRequested();
                var path = directory.Length == 0 ? entry.Name : $"{directory}/{entry.Name}";
                if (Find(entry.FullName) is not { } status)
                {
                    continue;
                }

                if (status.Type == FileType.Directory)
                {
                    directories.Push(path);
                }
                else
                {
                    files.Add(path, status);
                }
            }
        }

        return files;
    }

    // Where names may be read and nothing more, it is as what is of no kind that an artifact has.
    private static FileStatus? Find(string path)
    {
        try
        {
            return PosixFiles.Find(path);
        }
        catch (IOException)
        {
            return default(FileStatus);
        }
    }

    private static FileSystemInfo[] EntriesOf(string release, string directory, Dictionary<string, FileStatus> files)
    {
        try
        {
            return new DirectoryInfo(Path.Combine(release, directory)).GetFileSystemInfos();
        }
        catch (UnauthorizedAccessException)
        {
            if (directory.Length > 0 && PosixFiles.Find(Path.Combine(release, directory)) is { } status)
            {
                files.Add(directory, status);
            }

            return [];
        }
    }
}
