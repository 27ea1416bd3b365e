using Gateway.Contract.Audit;

namespace Protos.Tests.Audit;

/// <summary>A tree that is exported, and goes on elsewhere: the root is the same.</summary>
[TestFixture]
public sealed class MerkleFrontierExportTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(6)]
    [TestCase(64)]
    [TestCase(1023)]
    public void Import_WhatWasExported_GoesOnAsTheTreeItself(int size)
    {
        var tree = new MerkleFrontier();
        for (var i = 0; i < size; i++)
        {
            tree.Append(Leaf(i));
        }

        var copy = MerkleFrontier.Import(size, tree.Export())!;
        Assert.That(copy.GetRoot(), Is.EqualTo(tree.GetRoot()));
        tree.Append(Leaf(size));
        copy.Append(Leaf(size));
        Assert.That((copy.Size, Convert.ToHexString(copy.GetRoot())), Is.EqualTo((tree.Size, Convert.ToHexString(tree.GetRoot()))));
    }

    [TestCase(3, 32)]
    [TestCase(3, 96)]
    [TestCase(4, 33)]
    [TestCase(-1, 0)]
    public void Import_NotAsManySubtreesAsTheSizeHas_IsNone(long size, int bytes) =>
        Assert.That(MerkleFrontier.Import(size, new byte[bytes]), Is.Null);

    private static byte[] Leaf(int record)
    {
        var hash = new byte[MerkleHash.Size];
        MerkleHash.OfLeaf([(byte)record, (byte)(record >> 8)], hash);
        return hash;
    }
}
