using System.Security.Cryptography;
using Gateway.Hosting.Posix;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Hosting.Audit;

/// <summary>The end of a file that a start took away, as a crash left it: kept in a file of its own and recorded.</summary>
/// <param name="Of">The name of the file that it stood in.</param>
/// <param name="File">The name of the file that holds it now; empty where nothing is left of it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its digest in lower-case hexadecimal.</param>
internal sealed record TornTail(string Of, string File, long Bytes, string Sha256)
{
    private const int BlockBytes = 1024 * 1024;
    private const int DigestDigits = 12;

    /// <summary>Moves what stands in a file behind <paramref name="offset"/> to a file of its own, on stable storage first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where it is cut.</param>
    /// <param name="records">The number of records before it, which becomes part of the name.</param>
    /// <exception cref="IOException">It could not be kept, and nothing is cut.</exception>
    public static TornTail Cut(string path, long offset, long records)
    {
        var directory = Path.GetDirectoryName(path)!;
        using var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file) - offset;
        var temporary = Path.Combine(directory, "torn.new");
        System.IO.File.Delete(temporary);
        var digest = Copy(file, offset, temporary);
        var name = $"torn-{records:d20}-{digest[..DigestDigits]}";
        System.IO.File.Move(temporary, Path.Combine(directory, name), overwrite: true);
        DurableFiles.SyncDirectory(directory);
        DurableFiles.Truncate(file, offset, path);
        DurableFiles.SyncData(file, path);
        return new TornTail(Path.GetFileName(path), name, length, digest);
    }

    private static string Copy(SafeFileHandle from, long offset, string to)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var copy = DurableFiles.OpenForAppend(to);
        var block = new byte[BlockBytes];
        for (var at = 0L; RandomAccess.Read(from, block, offset + at) is > 0 and var read; at += read)
        {
            digest.AppendData(block, 0, read);
            RandomAccess.Write(copy, block.AsSpan(0, read), at);
        }

        DurableFiles.SyncData(copy, to);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
