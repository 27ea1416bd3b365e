using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>Proves that a segment on disk is what this process wrote, after somebody else touched the file.</summary>
internal static class SegmentProof
{
    /// <summary>Hashes the whole segment again.</summary>
    /// <exception cref="IOException">A record is not what was written.</exception>
    public static void Require(AppendFile segment, MerkleFrontier start, MerkleFrontier end)
    {
        var tree = start.Clone();
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        using var lines = new LogLineReader(segment.Path);
        while (lines.TryRead(out var line) && line.IsTerminated)
        {
            MerkleHash.OfLeaf(line.Bytes.Span, leaf);
            tree.Append(leaf);
        }

        if (tree.Size != end.Size || !tree.GetRoot().AsSpan().SequenceEqual(end.GetRoot()))
        {
            throw new IOException($"{segment.Path} was edited by somebody else: its records are not the ones that were written. {AppendFile.WhatToDo}");
        }
    }
}
