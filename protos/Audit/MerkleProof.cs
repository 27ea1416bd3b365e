using System.Security.Cryptography;

namespace Gateway.Contract.Audit;

/// <summary>Checks the proofs of RFC 6962 as RFC 9162, sections 2.1.3.2 and 2.1.4.2, describes it.</summary>
public static class MerkleProof
{
    /// <summary>Whether <paramref name="proof"/> shows that the leaf is number <paramref name="index"/> in the tree of that size and root.</summary>
    public static bool VerifyInclusion(long index, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || leafHash.Length != MerkleHash.Size || !AreHashes(proof))
        {
            return false;
        }

        var node = index;
        var last = size - 1;
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(hash);
        foreach (var sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if (IsRightOrLast(ref node, ref last))
            {
                MerkleHash.OfNode(sibling, hash, hash);
            }
            else
            {
                MerkleHash.OfNode(hash, sibling, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && CryptographicOperations.FixedTimeEquals(hash, root);
    }

    /// <summary>Whether <paramref name="proof"/> shows that the old tree is the beginning of the new one.</summary>
    public static bool VerifyConsistency(long oldSize, long newSize, ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> newRoot, IReadOnlyList<byte[]> proof)
    {
        if (oldSize <= 0 || oldSize > newSize || !AreHashes(proof))
        {
            return false;
        }

        if (oldSize == newSize)
        {
            return proof.Count == 0 && oldRoot.SequenceEqual(newRoot);
        }

        // Where the old tree is perfect, its root is where both climbs begin and is left out of the proof.
        var isPerfect = (oldSize & (oldSize - 1)) == 0;
        if (!isPerfect && proof.Count == 0)
        {
            return false;
        }

        return Climb(oldSize, newSize, isPerfect ? oldRoot : proof[0], isPerfect ? 0 : 1, proof, oldRoot, newRoot);
    }

    private static bool Climb(
        long oldSize, long newSize, ReadOnlySpan<byte> seed, int next, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> newRoot)
    {
        var node = oldSize - 1;
        var last = newSize - 1;
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        Span<byte> oldHash = stackalloc byte[MerkleHash.Size];
        Span<byte> newHash = stackalloc byte[MerkleHash.Size];
        seed.CopyTo(oldHash);
        seed.CopyTo(newHash);
        for (var i = next; i < proof.Count; i++)
        {
            if (last == 0)
            {
                return false;
            }

            if (IsRightOrLast(ref node, ref last))
            {
                MerkleHash.OfNode(proof[i], oldHash, oldHash);
                MerkleHash.OfNode(proof[i], newHash, newHash);
            }
            else
            {
                MerkleHash.OfNode(newHash, proof[i], newHash);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && oldHash.SequenceEqual(oldRoot) && newHash.SequenceEqual(newRoot);
    }

    // A node without a right neighbour rises until it is a right child itself.
    private static bool IsRightOrLast(ref long node, ref long last)
    {
        if ((node & 1) == 0 && node != last)
        {
            return false;
        }

        while ((node & 1) == 0 && node != 0)
        {
            node >>= 1;
            last >>= 1;
        }

        return true;
    }

    private static bool AreHashes(IReadOnlyList<byte[]> proof)
    {
        foreach (var hash in proof)
        {
            if (hash.Length != MerkleHash.Size)
            {
                return false;
            }
        }

        return proof.Count <= 64 * 2;
    }
}
