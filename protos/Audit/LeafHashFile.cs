namespace Gateway.Contract.Audit;

/// <summary>Reads the derived file of leaf hashes beside the records.</summary>
internal sealed class LeafHashFile : IDisposable
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

    public long Count { get; }

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
        if (index >= Count)
        {
            return false;
        }

        Load(index);
        var offset = (int)(index - _blockStart) * MerkleHash.Size;
        return offset + MerkleHash.Size <= _blockLength && !_block.AsSpan(offset, MerkleHash.Size).SequenceEqual(leafHash);
    }

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
