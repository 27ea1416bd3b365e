using System.IO.Compression;

namespace Deployer.Artifacts.Archives;

/// <summary>
/// Reads a zip archive by its central directory, each entry's size and CRC-32 checked. The framework's reader is not used because it takes
/// in the whole directory before anything can be bounded, SharpCompress because its reader gives files that the directory does not have.
/// </summary>
internal sealed class ZipReader : IArchiveReader
{
    private const int TypeMask = 0xf000;
    private const int RegularType = 0x8000;
    private const int DirectoryType = 0x4000;
    private const int LinkType = 0xa000;
    private const int PipeType = 0x1000;
    private const string StreamedName = "-";

    private readonly Stream _file;
    private readonly List<ZipEntryRecord> _records;
    private int _next;

    /// <summary>Opens the archive in <paramref name="file"/>, which it then owns and which must be seekable.</summary>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    public ZipReader(Stream file, ArchiveBudget budget, int maxEntries)
    {
        _file = file;
        Budget = budget;
        _records = ZipDirectory.Read(file, budget, maxEntries);
    }

    /// <inheritdoc/>
    public ArchiveBudget Budget { get; }

    /// <inheritdoc/>
    public ArchiveEntry? Next() => _next < _records.Count ? NamedEntry(_records[_next++]) : null;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private ArchiveEntry NamedEntry(ZipEntryRecord record)
    {
        var name = TarHeader.Utf8(record.Name);
        try
        {
            return Entry(record, name);
        }
        catch (UnsafeArchiveException e)
        {
            throw e.In(name);
        }
    }

    private ArchiveEntry Entry(ZipEntryRecord record, string name)
    {
        if (!record.IsUnix && name.Contains('\\', StringComparison.Ordinal))
        {
            throw new UnsafeArchiveException("The name has a backslash, which stands for a slash where the archive was made.");
        }

        var type = TypeOf(record, name);
        if (type == ArchiveEntryType.Directory && record.Size != 0)
        {
            throw new UnsafeArchiveException("A directory in the zip archive has content.");
        }

        return new ArchiveEntry
        {
            Name = name,
            Type = type,
            IsExecutable = (record.UnixMode & 0x40) != 0,
            Size = record.Size,
            LinkTarget = type == ArchiveEntryType.SymbolicLink ? ReadTarget(record) : "",
            Content = type == ArchiveEntryType.File ? Open(record) : Stream.Null,
        };
    }

    private static ArchiveEntryType TypeOf(ZipEntryRecord record, string name)
    {
        var isDirectory = name.EndsWith('/');
        return (record.UnixMode & TypeMask) switch
        {
            0 => isDirectory ? ArchiveEntryType.Directory : ArchiveEntryType.File,
            RegularType when !isDirectory => ArchiveEntryType.File,

            // What Info-ZIP reads from a pipe: it has the pipe's mode, and a file's content.
            PipeType when name == StreamedName => ArchiveEntryType.File,
            DirectoryType when isDirectory => ArchiveEntryType.Directory,
            LinkType when !isDirectory => ArchiveEntryType.SymbolicLink,
            _ => throw new UnsafeArchiveException("The zip archive holds an entry of a type that is not allowed."),
        };
    }

    private string ReadTarget(ZipEntryRecord record)
    {
        if (record.Size > ArchiveLimits.MaxPathBytes)
        {
            throw new UnsafeArchiveException("A symbolic link's target is too long.");
        }

        var target = new byte[record.Size];
        using Stream content = Open(record);
        content.ReadExactly(target);
        _ = content.ReadByte();
        return TarHeader.Utf8(target);
    }

    private CheckedStream Open(ZipEntryRecord record)
    {
        _file.Position = ZipDirectory.ContentOffset(_file, record);
        var packed = new SectionStream(_file, record.PackedSize);
        Stream content = record.Method == 0 ? packed : new DeflateStream(packed, CompressionMode.Decompress);
        return new CheckedStream(new BudgetedStream(content, Budget, "An entry's packed content is malformed."), record.Size, record.Crc);
    }
}
