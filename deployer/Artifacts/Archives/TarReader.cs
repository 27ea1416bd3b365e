namespace Deployer.Artifacts.Archives;

/// <summary>
/// Reads a gzipped tar archive strictly: ustar, pax and GNU long names. The framework's reader is not used because it has no bound
/// on names, passes devices and FIFOs on and forgives what two readers may understand differently; SharpCompress passes them on too.
/// </summary>
internal sealed class TarReader : IArchiveReader
{
    private readonly Stream _stream;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private SectionStream? _content;
    private int _padding;

    /// <summary>Opens the archive in <paramref name="file"/>, which it then owns and which must be seekable.</summary>
    public TarReader(Stream file, ArchiveBudget budget)
    {
        Budget = budget;
        _stream = new BudgetedStream(new GzipStream(file), budget, "The archive is not a sound gzip file.");
    }

    /// <inheritdoc/>
    public ArchiveBudget Budget { get; }

    /// <inheritdoc/>
    public ArchiveEntry? Next()
    {
        PaxRecords? pax = null;
        string? longName = null;
        string? longLink = null;
        while (ReadHeader() is { } header)
        {
            switch (header.Type)
            {
                case 'x' when pax is null:
                    pax = PaxRecords.Parse(ReadMetadata(header.Size));
                    break;
                case 'g' when pax is null && longName is null && longLink is null:
                    RefuseGlobalNames(PaxRecords.Parse(ReadMetadata(header.Size)));
                    break;
                case 'L' when longName is null:
                    longName = ReadLongName(header.Size);
                    break;
                case 'K' when longLink is null:
                    longLink = ReadLongName(header.Size);
                    break;
                default:
                    return NamedEntry(header, Choose(pax?.Path, longName, header.Name), Choose(pax?.LinkPath, longLink, header.LinkName), pax?.Size);
            }
        }

        return pax is null && longName is null && longLink is null
            ? null
            : throw new UnsafeArchiveException("The archive ends after an extended header.");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private ArchiveEntry NamedEntry(TarHeader header, string name, string link, long? size)
    {
        try
        {
            return Entry(header, name, link, size);
        }
        catch (UnsafeArchiveException e)
        {
            throw e.In(name);
        }
    }

    private ArchiveEntry Entry(TarHeader header, string name, string link, long? size)
    {
        if (size is not null && size != header.Size)
        {
            throw new UnsafeArchiveException("A tar entry states two sizes.");
        }

        var isFile = header.Type is '0' or '\0';
        if (!isFile && header.Size != 0)
        {
            throw new UnsafeArchiveException("A tar entry that is no file has content.");
        }

        _content = new SectionStream(_stream, header.Size);
        _padding = (int)(-header.Size & (TarHeader.BlockSize - 1));
        return new ArchiveEntry
        {
            Name = name,
            Type = TypeOf(header.Type, name),
            IsExecutable = (header.Mode & 0x40) != 0,
            Size = header.Size,
            LinkTarget = header.Type is '1' or '2' ? link : "",
            Content = _content,
        };
    }

    // The oldest archives mark a directory by its name alone.
    private static ArchiveEntryType TypeOf(char type, string name) => type switch
    {
        '0' => name.EndsWith('/') ? throw new UnsafeArchiveException("A file's name ends with a slash.") : ArchiveEntryType.File,
        '\0' => name.EndsWith('/') ? ArchiveEntryType.Directory : ArchiveEntryType.File,
        '5' => ArchiveEntryType.Directory,
        '2' => ArchiveEntryType.SymbolicLink,
        '1' => name.EndsWith('/') ? throw new UnsafeArchiveException("A file's name ends with a slash.") : ArchiveEntryType.HardLink,
        '3' or '4' or '6' => throw new UnsafeArchiveException("The archive holds a device or a FIFO."),
        _ => throw new UnsafeArchiveException("The archive holds an entry of a type that is not allowed."),
    };

    private TarHeader? ReadHeader()
    {
        FinishEntry();
        ReadBlock();
        if (_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            Budget.CountEntry();
            return TarHeader.Parse(_block);
        }

        RequireZerosToTheEnd();
        return null;
    }

    private void FinishEntry()
    {
        if (_content is { Remaining: > 0 })
        {
            throw new InvalidOperationException("An entry's content was not read to its end.");
        }

        if (_stream.ReadAtLeast(_block.AsSpan(0, _padding), _padding, throwOnEndOfStream: false) < _padding)
        {
            throw new UnsafeArchiveException("The archive ends too early.");
        }

        _content = null;
        _padding = 0;
    }

    // To the very end, so that the gzip file's own checksum is checked and nothing hides behind the archive.
    private void RequireZerosToTheEnd()
    {
        int count;
        while ((count = _stream.Read(_block)) > 0)
        {
            if (_block.AsSpan(0, count).ContainsAnyExcept((byte)0))
            {
                throw new UnsafeArchiveException("Something follows the archive's end.");
            }
        }
    }

    private void ReadBlock()
    {
        if (_stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false) < _block.Length)
        {
            throw new UnsafeArchiveException("The archive ends too early.");
        }
    }

    private byte[] ReadMetadata(long size)
    {
        if (size is < 0 or > ArchiveLimits.MaxMetadataBytes)
        {
            throw new UnsafeArchiveException("An extended tar header is too large.");
        }

        var data = new byte[size];
        var section = new SectionStream(_stream, size);
        section.ReadExactly(data);
        _padding = (int)(-size & (TarHeader.BlockSize - 1));
        return data;
    }

    private string ReadLongName(long size)
    {
        ReadOnlySpan<byte> data = ReadMetadata(size);
        var end = data.IndexOf((byte)0);
        return end == data.Length - 1 ? TarHeader.Utf8(data[..end]) : throw new UnsafeArchiveException("A long name in the archive is malformed.");
    }

    private static void RefuseGlobalNames(PaxRecords records)
    {
        if (records != new PaxRecords(null, null, null))
        {
            throw new UnsafeArchiveException("A global tar header names entries.");
        }
    }

    private static string Choose(string? pax, string? gnu, string plain) => pax is not null && gnu is not null
        ? throw new UnsafeArchiveException("A tar entry states two names.")
        : pax ?? gnu ?? plain;
}
