using System.Security.Cryptography;
using Gateway.Contract.Hashing;

namespace Gateway.Contract.Audit;

/// <summary>The two hashes of a Merkle tree as in RFC 6962, section 2.1: leaves and nodes are told apart by their first byte.</summary>
public static class MerkleHash
{
    /// <summary>The length of a hash, in bytes.</summary>
    public const int Size = Sha256Digest.Size;

    private static ReadOnlySpan<byte> LeafPrefix => [0];

    /// <summary>The root of the empty tree: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>Writes SHA-256(0x00 || <paramref name="leaf"/>).</summary>
    public static void OfLeaf(ReadOnlySpan<byte> leaf, Span<byte> destination) => Sha256Digest.Compute(LeafPrefix, leaf, destination);

    /// <summary>Writes SHA-256(0x01 || <paramref name="left"/> || <paramref name="right"/>). The destination may be one of the two.</summary>
    public static void OfNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Size)];
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Size)..]);
        Sha256Digest.Compute(node, destination);
    }
}
