using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// The tree of the records before a segment, in a file of its own, so that a start need not build it from the leaf hashes of millions of
/// records. Derived: that it is right, the checkpoint proves of the records behind it.
/// </summary>
internal static class SegmentStartFile
{
    private const int MaxBytes = 64 * MerkleHash.Size;

    /// <summary>Reads the tree of the first <paramref name="size"/> records; null where there is none that could be right.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static MerkleFrontier? Read(string directory, long size)
    {
        var file = new FileInfo(PathOf(directory, size));
        return size == 0 ? new MerkleFrontier()
            : file is { Exists: true, Length: <= MaxBytes } ? MerkleFrontier.Import(size, File.ReadAllBytes(file.FullName))
            : null;
    }

    /// <summary>Writes it, where it is not there as it should be.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string directory, MerkleFrontier tree)
    {
        if (tree.Size > 0 && Read(directory, tree.Size)?.Export().AsSpan().SequenceEqual(tree.Export()) != true)
        {
            PrivateFile.Write(PathOf(directory, tree.Size), tree.Export(), durable: true);
        }
    }

    private static string PathOf(string directory, long size) => Path.Combine(directory, LogLayout.StartName(size));
}
