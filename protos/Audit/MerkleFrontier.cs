using System.Numerics;

namespace Gateway.Contract.Audit;

/// <summary>
/// A Merkle tree that is only appended to, as far as its root needs it: the roots of the perfect subtrees that make it up, one
/// for each bit of its size. Not thread-safe.
/// </summary>
public sealed class MerkleFrontier
{
    private const int MaxDepth = 63;

    // Level l holds the root of a perfect subtree of 2^l leaves where bit l of the size is set.
    private readonly byte[] _subtrees = new byte[MaxDepth * MerkleHash.Size];

    /// <value>The number of leaves.</value>
    public long Size { get; private set; }

    /// <summary>Appends one leaf by its hash.</summary>
    public void Append(ReadOnlySpan<byte> leafHash)
    {
        Span<byte> carry = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(carry);
        var level = BitOperations.TrailingZeroCount(~Size);
        for (var i = 0; i < level; i++)
        {
            MerkleHash.OfNode(Subtree(i), carry, carry);
        }

        carry.CopyTo(Subtree(level));
        Size++;
    }

    /// <summary>Writes the root of the tree as it is now.</summary>
    public void GetRoot(Span<byte> destination)
    {
        if (Size == 0)
        {
            MerkleHash.EmptyRoot.CopyTo(destination);
            return;
        }

        var level = BitOperations.TrailingZeroCount(Size);
        Span<byte> root = stackalloc byte[MerkleHash.Size];
        Subtree(level).CopyTo(root);
        for (var i = level + 1; i < MaxDepth; i++)
        {
            if ((Size & (1L << i)) != 0)
            {
                MerkleHash.OfNode(Subtree(i), root, root);
            }
        }

        root.CopyTo(destination);
    }

    /// <summary>Returns the root of the tree as it is now.</summary>
    public byte[] GetRoot()
    {
        var root = new byte[MerkleHash.Size];
        GetRoot(root);
        return root;
    }

    /// <summary>Returns the roots of the perfect subtrees, the smallest first: with the size all that there is to the tree.</summary>
    public byte[] Export()
    {
        var subtrees = new List<byte>();
        for (var level = 0; level < MaxDepth; level++)
        {
            if ((Size & (1L << level)) != 0)
            {
                subtrees.AddRange(Subtree(level));
            }
        }

        return [.. subtrees];
    }

    /// <summary>The tree of that size and those subtrees; null where they are not as many as it has. Proves nothing: its root does.</summary>
    public static MerkleFrontier? Import(long size, ReadOnlySpan<byte> subtrees)
    {
        if (size < 0 || subtrees.Length != BitOperations.PopCount((ulong)size) * MerkleHash.Size)
        {
            return null;
        }

        var tree = new MerkleFrontier { Size = size };
        for (var level = 0; level < MaxDepth; level++)
        {
            if ((size & (1L << level)) != 0)
            {
                subtrees[..MerkleHash.Size].CopyTo(tree.Subtree(level));
                subtrees = subtrees[MerkleHash.Size..];
            }
        }

        return tree;
    }

    /// <summary>Returns an independent copy.</summary>
    public MerkleFrontier Clone()
    {
        var copy = new MerkleFrontier { Size = Size };
        _subtrees.CopyTo(copy._subtrees.AsSpan());
        return copy;
    }

    /// <summary>Becomes a copy of <paramref name="other"/>.</summary>
    public void CopyFrom(MerkleFrontier other)
    {
        other._subtrees.CopyTo(_subtrees.AsSpan());
        Size = other.Size;
    }

    private Span<byte> Subtree(int level) => _subtrees.AsSpan(level * MerkleHash.Size, MerkleHash.Size);
}
