using Gateway.Hosting.Posix;

namespace Deployer.Artifacts.Archives;

/// <summary>
/// Unpacks an archive into an empty directory that only this process may enter. Nothing is ever written through a link: links are
/// made last, and no entry may lie below one. Owners, times and all mode bits but "executable" are dropped.
/// </summary>
internal sealed class ArchiveExtractor
{
    private const UnixFileMode ReadableMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ExecutableMode = ReadableMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _root;
    private readonly CancellationToken _cancellation;
    private readonly List<(string Path, string Target)> _links = [];
    private readonly List<string> _directories = [];
    private int _files;

    private ArchiveExtractor(string root, CancellationToken cancellation)
    {
        _root = root;
        _cancellation = cancellation;
    }

    /// <summary>Unpacks the archive and makes it durable.</summary>
    /// <param name="archive">Its entries.</param>
    /// <param name="root">An empty directory.</param>
    /// <param name="cancellation">Stops between two pieces of content.</param>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed; the directory may hold a part of it.</exception>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static void Extract(IArchiveReader archive, string root, CancellationToken cancellation)
    {
        var extractor = new ArchiveExtractor(root, cancellation);
        foreach ((var segments, var entry) in SafeEntries.Read(archive, extractor.MakeDirectory))
        {
            cancellation.ThrowIfCancellationRequested();
            extractor.Add(segments, entry);
        }

        extractor.Finish();
    }

    /// <value>The mode that a directory is given.</value>
    public static UnixFileMode DirectoryMode => ExecutableMode;

    /// <summary>The mode that a file is given.</summary>
    public static UnixFileMode ModeOf(ArchiveEntry file) => file.IsExecutable ? ExecutableMode : ReadableMode;

    private void Add(string[] segments, ArchiveEntry entry)
    {
        var path = Path.Combine([_root, .. segments]);
        switch (entry.Type)
        {
            case ArchiveEntryType.File:
                WriteFile(path, entry);
                break;
            case ArchiveEntryType.HardLink:
                // A copy: what is changed in one of them by hand does not change the other.
                using (var original = PosixFiles.OpenRegular(Path.Combine(_root, entry.LinkTarget)) ?? throw new IOException("A file that was just unpacked is gone."))
                {
                    WriteFile(path, entry with { Content = original });
                }

                break;
            case ArchiveEntryType.SymbolicLink:
                _links.Add((path, entry.LinkTarget));
                break;
            default:
                break;
        }
    }

    private void MakeDirectory(string relative)
    {
        var path = Path.Combine(_root, relative);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, ExecutableMode);
        _directories.Add(path);
    }

    private void WriteFile(string path, ArchiveEntry entry)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 });
        var buffer = new byte[81920];
        int count;
        while ((count = entry.Content.Read(buffer)) > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            file.Write(buffer, 0, count);
        }

        File.SetUnixFileMode(file.SafeFileHandle, ModeOf(entry));
        if (++_files <= DurableTree.MaxSyncedOneByOne)
        {
            file.Flush(flushToDisk: true);
        }
    }

    private void Finish()
    {
        foreach ((var path, var target) in _links)
        {
            PosixFiles.Link(target, path);
        }

        DurableTree.Sync(_root, _directories, _files);
    }
}
