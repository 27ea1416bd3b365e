using System.Security.Cryptography;

namespace Deploy.Audit;

/// <summary>The two hashes of a Merkle tree as in RFC 6962, section 2.1: leaves and nodes are told apart by their first byte.</summary>
public static class MerkleHash
{
    /// <summary>The length of a hash, in bytes.</summary>
    public const int Size = 32;

    private const int StackLimit = 4096;

    /// <summary>The root of the empty tree: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>Writes SHA-256(0x00 || <paramref name="leaf"/>).</summary>
    public static void OfLeaf(ReadOnlySpan<byte> leaf, Span<byte> destination)
    {
        if (leaf.Length < StackLimit)
        {
            Span<byte> prefixed = stackalloc byte[leaf.Length + 1];
            prefixed[0] = 0;
            leaf.CopyTo(prefixed[1..]);
            SHA256.HashData(prefixed, destination);
            return;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(leaf);
        hash.GetHashAndReset(destination);
    }

    /// <summary>
    /// Writes the leaf hash of a content that the caller has already put behind a zero byte, without a copy.
    /// </summary>
    /// <exception cref="ArgumentException">The first byte is not zero.</exception>
    public static void OfPrefixedLeaf(ReadOnlySpan<byte> zeroAndLeaf, Span<byte> destination)
    {
        if (zeroAndLeaf.IsEmpty || zeroAndLeaf[0] != 0)
        {
            throw new ArgumentException("A prefixed leaf begins with a zero byte.", nameof(zeroAndLeaf));
        }

        SHA256.HashData(zeroAndLeaf, destination);
    }

    /// <summary>Writes SHA-256(0x01 || <paramref name="left"/> || <paramref name="right"/>). The destination may be one of the two.</summary>
    public static void OfNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Size)];
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Size)..]);
        SHA256.HashData(node, destination);
    }
}
