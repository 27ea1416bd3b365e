using Deployer.Artifacts.Archives;
using Gateway.Hosting.Posix;

namespace Deployer.Targets.Directories;

/// <summary>
/// Holds an artifact against a release that is there: which files and links come, go, or become others. A directory alone is no change. What the
/// deployer may not read there changes or goes: it cannot be shown to be the same, and must not stand in the way of what takes its place.
/// </summary>
internal sealed class ReleaseComparer
{
    private const int BufferSize = 64 * 1024;

    private readonly CancellationToken _cancellation;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly byte[] _other = new byte[BufferSize];
    private readonly Dictionary<string, FileStatus> _directories = new(StringComparer.Ordinal);

    // What is the same in both, for hard links to it.
    private readonly HashSet<string> _same = new(StringComparer.Ordinal);

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
        return [.. comparer.Changes(artifact, release, there, _ => { }), .. there.Keys.Select(path => new TargetChange(TargetChangeKind.Removed, path))];
    }

    /// <summary>Whether a release is the artifact to the byte: names, directories, types, modes, links and contents.</summary>
    /// <param name="artifact">Opened; read until it is another.</param>
    /// <param name="release">The directory of the release.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UnsafeArchiveException">The artifact is malformed or not allowed.</exception>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public static bool IsSame(IArchiveReader artifact, string release, CancellationToken cancellation)
    {
        var comparer = new ReleaseComparer(cancellation);
        var there = comparer.FilesOf(release);
        var areDirectoriesSame = true;
        var differs = comparer.Changes(artifact, release, there, directory =>
            areDirectoriesSame &= comparer._directories.Remove(directory, out var status) && status.Permissions == (int)ArchiveExtractor.DirectoryMode).Any();
        return !differs && areDirectoriesSame && there.Count == 0 && comparer._directories.Count == 0;
    }

    // What of the artifact is not there, or not the same; what is there of its names is taken out of the table.
    private IEnumerable<TargetChange> Changes(IArchiveReader artifact, string? release, Dictionary<string, FileStatus> there, Action<string> makeDirectory)
    {
        foreach ((var segments, var entry) in SafeEntries.Read(artifact, makeDirectory))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (entry.Type == ArchiveEntryType.Directory)
            {
                continue;
            }

            var path = string.Join('/', segments);
            if (!there.Remove(path, out var file))
            {
                yield return new TargetChange(TargetChangeKind.Added, path);
            }
            else if (IsSame(entry, release!, path, file))
            {
                _same.Add(path);
            }
            else
            {
                yield return new TargetChange(TargetChangeKind.Changed, path);
            }

            ReadToEnd(entry.Content);
        }
    }

    private bool IsSame(ArchiveEntry entry, string release, string path, FileStatus file) => (entry.Type, file.Type) switch
    {
        (ArchiveEntryType.SymbolicLink, FileType.SymbolicLink) => new FileInfo(Path.Combine(release, path)).LinkTarget == entry.LinkTarget,
        (ArchiveEntryType.File, FileType.Regular) => HasMode(entry, file) && file.Size == entry.Size && HasContent(Path.Combine(release, path), entry.Content),
        (ArchiveEntryType.HardLink, FileType.Regular) => HasMode(entry, file) && file.Size == entry.Size && _same.Contains(entry.LinkTarget) && HasContentOf(release, path, entry.LinkTarget),
        _ => false,
    };

    private static bool HasMode(ArchiveEntry entry, FileStatus file) => file.Permissions == (int)ArchiveExtractor.ModeOf(entry);

    // The archive has its content only once, with the file that it is a link to. Where that is another now, so may be this.
    private bool HasContentOf(string release, string path, string other)
    {
        using var content = TryOpen(Path.Combine(release, other));
        return content is not null && HasContent(Path.Combine(release, path), content);
    }

    private bool HasContent(string path, Stream content)
    {
        using var file = TryOpen(path);
        if (file is null)
        {
            return false;
        }

        // Past the stream's own buffer: one for each of thousands of small files costs more than reading them.
        long position = 0;
        int count;
        while ((count = content.ReadAtLeast(_buffer, BufferSize, throwOnEndOfStream: false)) > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (!Fill(file, position, count) || !_buffer.AsSpan(0, count).SequenceEqual(_other.AsSpan(0, count)))
            {
                return false;
            }

            position += count;
        }

        return RandomAccess.Read(file.SafeFileHandle, _other.AsSpan(0, 1), position) == 0;
    }

    private bool Fill(FileStream file, long position, int count)
    {
        for (var filled = 0; filled < count;)
        {
            var read = RandomAccess.Read(file.SafeFileHandle, _other.AsSpan(filled, count - filled), position + filled);
            if (read == 0)
            {
                return false;
            }

            filled += read;
        }

        return true;
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
                    _directories.Add(path, status);
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
