using System.Text;
using System.Text.Json;
using Gateway.Contract.Audit;

namespace Protos.Tests.Audit;

/// <summary>The Merkle trees of the log, held to recorded vectors of transparency logs.</summary>
[TestFixture]
public sealed class TransparencyVectorTests
{
    private JsonElement _vectors;
    private MerkleProver _prover = null!;

    [OneTimeSetUp]
    public void Load()
    {
        _vectors = TransparencyVectors.Load();
        _prover = new MerkleProver(LeafHashes(TransparencyVectors.Leaves(_vectors)));
    }

    [Test]
    public void Roots_EverySize_AreTheVectors()
    {
        var frontier = new MerkleFrontier();
        var leaves = TransparencyVectors.Leaves(_vectors);
        for (var size = 0; size <= leaves.Length; size++)
        {
            Assert.That(frontier.GetRoot(), Is.EqualTo(TransparencyVectors.Root(_vectors, size)), $"size {size}");
            Assert.That(_prover.GetRoot(size), Is.EqualTo(frontier.GetRoot()), $"size {size}");
            if (size < leaves.Length)
            {
                frontier.Append(LeafHash(leaves[size]));
            }
        }
    }

    [Test]
    public void Inclusion_EveryProof_IsTheVectorAndHolds()
    {
        var leaves = TransparencyVectors.Leaves(_vectors);
        foreach (var item in _vectors.GetProperty("inclusion").EnumerateArray())
        {
            var index = item.GetProperty("index").GetInt64();
            var size = item.GetProperty("size").GetInt64();
            var proof = TransparencyVectors.Proof(item);
            var root = TransparencyVectors.Root(_vectors, size);
            Assert.That(_prover.ProveInclusion(index, size), Is.EqualTo(proof));
            Assert.That(MerkleProof.VerifyInclusion(index, size, LeafHash(leaves[index]), proof, root), Is.True, $"{index} in {size}");
            Assert.That(MerkleProof.VerifyInclusion(index, size, LeafHash([1, 2, 3]), proof, root), Is.False);
            Assert.That(MerkleProof.VerifyInclusion(index, size, LeafHash(leaves[index]), [.. proof, new byte[32]], root), Is.False);
        }
    }

    [Test]
    public void Consistency_EveryProof_IsTheVectorAndHolds()
    {
        foreach (var item in _vectors.GetProperty("consistency").EnumerateArray())
        {
            var oldSize = item.GetProperty("old").GetInt64();
            var newSize = item.GetProperty("new").GetInt64();
            var proof = TransparencyVectors.Proof(item);
            var oldRoot = TransparencyVectors.Root(_vectors, oldSize);
            var newRoot = TransparencyVectors.Root(_vectors, newSize);
            Assert.That(_prover.ProveConsistency(oldSize, newSize), Is.EqualTo(proof));
            Assert.That(MerkleProof.VerifyConsistency(oldSize, newSize, oldRoot, newRoot, proof), Is.True, $"{oldSize} to {newSize}");
            Assert.That(MerkleProof.VerifyConsistency(oldSize, newSize, Changed(oldRoot), newRoot, proof), Is.False);
            Assert.That(MerkleProof.VerifyConsistency(oldSize, newSize, oldRoot, Changed(newRoot), proof), Is.False);
            Assert.That(MerkleProof.VerifyConsistency(oldSize, newSize, oldRoot, newRoot, [.. proof, new byte[32]]), Is.False);
        }
    }

    [Test]
    public void Checkpoints_EveryNote_IsTakenOrRefusedAsTheVectorsSay()
    {
        var key = NoteVerifierKey.Parse(_vectors.GetProperty("verifier_key").GetString()!);
        foreach (var item in _vectors.GetProperty("checkpoints").EnumerateArray())
        {
            var note = Encoding.UTF8.GetBytes(item.GetProperty("note").GetString()!);
            if (item.GetProperty("valid").GetBoolean())
            {
                var checkpoint = Checkpoint.Open(note, key);
                Assert.That(checkpoint.Size, Is.EqualTo(item.GetProperty("size").GetInt64()));
                Assert.That(checkpoint.Root.ToArray(), Is.EqualTo(TransparencyVectors.Root(_vectors, checkpoint.Size)));
            }
            else
            {
                Assert.That(() => Checkpoint.Open(note, key), Throws.TypeOf<FormatException>(), item.GetProperty("why").GetString());
            }
        }
    }

    [Test]
    public void Sign_EveryRoot_GivesTheVectorsNote()
    {
        using var signer = NoteSignerKey.Parse(_vectors.GetProperty("signer_key").GetString()!);
        Assert.That(signer.VerifierKey.ToString(), Is.EqualTo(_vectors.GetProperty("verifier_key").GetString()));
        Assert.That(signer.ExportPrivateText(), Is.EqualTo(_vectors.GetProperty("signer_key").GetString()));
        foreach (var item in _vectors.GetProperty("checkpoints").EnumerateArray())
        {
            var note = item.GetProperty("note").GetString()!;
            if (item.GetProperty("valid").GetBoolean() && !note.Contains("extension", StringComparison.Ordinal))
            {
                var size = item.GetProperty("size").GetInt64();
                Assert.That(Encoding.UTF8.GetString(Checkpoint.Sign(size, TransparencyVectors.Root(_vectors, size), signer)), Is.EqualTo(note));
            }
        }
    }

    private static byte[] Changed(byte[] hash) => [(byte)(hash[0] ^ 1), .. hash[1..]];

    private static byte[] LeafHashes(byte[][] leaves) => [.. leaves.SelectMany(LeafHash)];

    private static byte[] LeafHash(byte[] leaf)
    {
        var hash = new byte[MerkleHash.Size];
        MerkleHash.OfLeaf(leaf, hash);
        return hash;
    }
}
