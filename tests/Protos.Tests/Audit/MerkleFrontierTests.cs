using Gateway.Contract.Audit;

namespace Protos.Tests.Audit;

[TestFixture]
public sealed class MerkleFrontierTests
{
    // RFC 6962's own example tree of seven leaves, as the certificate transparency projects print it.
    private static readonly byte[][] Leaves = [[], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57]];

    [TestCase(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [TestCase(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [TestCase(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [TestCase(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [TestCase(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    public void GetRoot_KnownTree_IsTheKnownRoot(int size, string root)
    {
        Assert.That(Convert.ToHexStringLower(Build(size).GetRoot()), Is.EqualTo(root));
    }

    [Test]
    public void Append_AfterClone_LeavesTheCopyAsItWas()
    {
        var tree = Build(5);
        var copy = tree.Clone();
        tree.Append(new byte[32]);
        Assert.That(copy.GetRoot(), Is.EqualTo(Build(5).GetRoot()));
        Assert.That(copy.Size, Is.EqualTo(5));
    }

    [Test]
    public void Proofs_EverySizeUpTo65_HoldAndNoOtherLeafOrRootPasses()
    {
        byte[] hashes = [.. Enumerable.Range(0, 65).SelectMany(i => Hash([(byte)i]))];
        var prover = new MerkleProver(hashes);
        for (var size = 1; size <= 65; size++)
        {
            var root = prover.GetRoot(size);
            for (var index = 0; index < size; index++)
            {
                var proof = prover.ProveInclusion(index, size);
                Assert.That(MerkleProof.VerifyInclusion(index, size, Hash([(byte)index]), proof, root), Is.True);
                Assert.That(MerkleProof.VerifyInclusion(index, size, Hash([(byte)(index + 1)]), proof, root), Is.False);
                Assert.That(size > 1 && MerkleProof.VerifyInclusion((index + 1) % size, size, Hash([(byte)index]), proof, root), Is.False);
            }

            for (var old = 1; old <= size; old++)
            {
                Assert.That(MerkleProof.VerifyConsistency(old, size, prover.GetRoot(old), root, prover.ProveConsistency(old, size)), Is.True);
            }
        }
    }

    private static MerkleFrontier Build(int size)
    {
        var tree = new MerkleFrontier();
        foreach (var leaf in Leaves.Take(size))
        {
            tree.Append(Hash(leaf));
        }

        return tree;
    }

    private static byte[] Hash(byte[] leaf)
    {
        var hash = new byte[MerkleHash.Size];
        MerkleHash.OfLeaf(leaf, hash);
        return hash;
    }
}
