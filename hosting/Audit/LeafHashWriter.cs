using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>
/// The file of leaf hashes while it is written, with those that are not in it yet. Where somebody only touched the file, its part of the
/// current segment is proven and accepted; what is before that, the proof in the background reads. Not thread-safe.
/// </summary>
internal sealed class LeafHashWriter : IDisposable
{
    private readonly AppendFile _file;
    private readonly MerkleFrontier _start;
    private readonly MerkleFrontier _written;
    private byte[] _pending = new byte[64 * MerkleHash.Size];
    private int _length;
    private bool _hasFailed;

    /// <summary>Goes on with a file that holds the hashes of the whole tree.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">The tree before the current segment.</param>
    /// <param name="tree">The whole tree.</param>
    public LeafHashWriter(AppendFile file, MerkleFrontier start, MerkleFrontier tree) => (_file, _start, _written) = (file, start.Clone(), tree.Clone());

    /// <summary>Adds the hash of a record.</summary>
    /// <returns>The hash, valid until the next is added.</returns>
    public ReadOnlySpan<byte> Add(ReadOnlySpan<byte> line)
    {
        if (_pending.Length < _length + MerkleHash.Size)
        {
            Array.Resize(ref _pending, _pending.Length * 2);
        }

        var hash = _pending.AsSpan(_length, MerkleHash.Size);
        MerkleHash.OfLeaf(line, hash);
        _length += MerkleHash.Size;
        return hash;
    }

    /// <summary>Takes the last hashes back, since their records are not in the log.</summary>
    public void Forget(int count) => _length -= count * MerkleHash.Size;

    /// <summary>Writes what was added.</summary>
    /// <param name="tree">The tree of all that was added.</param>
    /// <returns>Whether somebody touched the file: what is before the current segment is still to be proven.</returns>
    /// <exception cref="IOException">It is not in the file, or the file is not as it was.</exception>
    public bool Write(MerkleFrontier tree)
    {
        var isTouched = _file.IsTouched();
        if (isTouched)
        {
            Require();
            _file.Accept();
        }

        if (_length > 0)
        {
            _file.Append(_pending.AsSpan(0, _length));
            _written.CopyFrom(tree);
            _length = 0;
        }

        return isTouched;
    }

    /// <summary>Puts the file on stable storage.</summary>
    /// <exception cref="IOException">It may not be there.</exception>
    public void Sync()
    {
        try
        {
            if (_hasFailed)
            {
                // A second sync would succeed and mean nothing.
                Require();
                _file.Rewrite(_start.Size * MerkleHash.Size);
                _hasFailed = false;
            }

            _file.Sync();
        }
        catch (IOException)
        {
            _hasFailed = true;
            throw;
        }
    }

    /// <summary>A segment begins; all before it is written.</summary>
    public void Begin(MerkleFrontier start) => _start.CopyFrom(start);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Require()
    {
        var tree = _start.Clone();
        using var hashes = LeafHashFile.TryOpen(Path.GetDirectoryName(_file.Path)!);
        while (hashes is not null && tree.Size < _written.Size && hashes.Read(tree.Size) is { IsEmpty: false } hash)
        {
            tree.Append(hash);
        }

        if (tree.Size != _written.Size || !tree.GetRoot().AsSpan().SequenceEqual(_written.GetRoot()))
        {
            throw new IOException($"{_file.Path} was edited by somebody else. {AppendFile.WhatToDo}");
        }
    }
}
