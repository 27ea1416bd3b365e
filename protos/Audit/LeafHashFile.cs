namespace Gateway.Contract.Audit;

/// <summary>Reads the derived file of leaf hashes beside the records.</summary>
public sealed class LeafHashFile : IDisposable
{
    private const int BlockHashes = 2048;

    private readonly FileStream _file;
    private readonly byte[] _block = new byte[BlockHashes * MerkleHash.Size];
    private long _blockStart = -1;
    private int _blockLength;

    private LeafHashFile(FileStream file)
    {
        _file = file;
        Count = file.Length / MerkleHash.Size;
    }

    /// <value>The number of whole hashes.</value>
    public long Count { get; }

    /// <summary>Opens the file of a log's directory; null where there is none.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static LeafHashFile? TryOpen(string directory)
    {
        var path = Path.Combine(directory, LogLayout.LeafHashesFile);
        return File.Exists(path)
            ? new LeafHashFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
            : null;
    }

    /// <summary>Whether the file has a hash for record <paramref name="index"/>, and it is another.</summary>
    public bool Differs(long index, ReadOnlySpan<byte> leafHash)
    {
        var own = Read(index);
        return !own.IsEmpty && !own.SequenceEqual(leafHash);
    }

    /// <summary>The hash of record <paramref name="index"/>, valid until the next is read; empty where there is none.</summary>
    public ReadOnlySpan<byte> Read(long index)
    {
        if (index >= Count)
        {
            return default;
        }

        Load(index);
        var offset = (int)(index - _blockStart) * MerkleHash.Size;
        return offset + MerkleHash.Size <= _blockLength ? _block.AsSpan(offset, MerkleHash.Size) : default;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Load(long index)
    {
        if (_blockStart >= 0 && index >= _blockStart && index < _blockStart + BlockHashes)
        {
            return;
        }

        _blockStart = index / BlockHashes * BlockHashes;
        _file.Position = _blockStart * MerkleHash.Size;
        _blockLength = _file.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
    }
}
