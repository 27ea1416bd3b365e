using System.Numerics;

namespace Gateway.Contract.Audit;

/// <summary>Builds the proofs of RFC 6962, sections 2.1.1 and 2.1.2, from the leaf hashes, 32 bytes each, one behind the other.</summary>
public sealed class MerkleProver
{
    private readonly ReadOnlyMemory<byte> _leafHashes;

    /// <summary>Creates a prover over <paramref name="leafHashes"/>.</summary>
    /// <exception cref="ArgumentException">The length is not a multiple of 32.</exception>
    public MerkleProver(ReadOnlyMemory<byte> leafHashes)
    {
        if (leafHashes.Length % MerkleHash.Size != 0)
        {
            throw new ArgumentException("Leaf hashes have 32 bytes each.", nameof(leafHashes));
        }

        _leafHashes = leafHashes;
    }

    /// <value>The number of leaves.</value>
    public long Size => _leafHashes.Length / MerkleHash.Size;

    /// <summary>The root of the tree of the first <paramref name="size"/> leaves.</summary>
    public byte[] GetRoot(long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return size == 0 ? MerkleHash.EmptyRoot : SubtreeRoot(0, size);
    }

    /// <summary>Proves that leaf <paramref name="index"/> is in the tree of the first <paramref name="size"/> leaves.</summary>
    public IReadOnlyList<byte[]> ProveInclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<byte[]>();
        AddPath(index, 0, size, proof);
        return proof;
    }

    /// <summary>Proves that the tree of the first <paramref name="oldSize"/> leaves is the beginning of the one of <paramref name="newSize"/>.</summary>
    public IReadOnlyList<byte[]> ProveConsistency(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newSize, Size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var proof = new List<byte[]>();
        if (oldSize < newSize)
        {
            AddSubProof(oldSize, 0, newSize, isWholeOldTree: true, proof);
        }

        return proof;
    }

    private void AddPath(long index, long start, long end, List<byte[]> proof)
    {
        if (end - start == 1)
        {
            return;
        }

        var middle = start + LargestPowerBelow(end - start);
        if (index < middle)
        {
            AddPath(index, start, middle, proof);
            proof.Add(SubtreeRoot(middle, end));
        }
        else
        {
            AddPath(index, middle, end, proof);
            proof.Add(SubtreeRoot(start, middle));
        }
    }

    private void AddSubProof(long oldEnd, long start, long end, bool isWholeOldTree, List<byte[]> proof)
    {
        if (oldEnd == end)
        {
            if (!isWholeOldTree)
            {
                proof.Add(SubtreeRoot(start, end));
            }

            return;
        }

        var middle = start + LargestPowerBelow(end - start);
        if (oldEnd <= middle)
        {
            AddSubProof(oldEnd, start, middle, isWholeOldTree, proof);
            proof.Add(SubtreeRoot(middle, end));
        }
        else
        {
            AddSubProof(oldEnd, middle, end, isWholeOldTree: false, proof);
            proof.Add(SubtreeRoot(start, middle));
        }
    }

    private byte[] SubtreeRoot(long start, long end)
    {
        var frontier = new MerkleFrontier();
        for (var i = start; i < end; i++)
        {
            frontier.Append(_leafHashes.Span.Slice(checked((int)i * MerkleHash.Size), MerkleHash.Size));
        }

        return frontier.GetRoot();
    }

    private static long LargestPowerBelow(long size) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(size - 1)));
}
