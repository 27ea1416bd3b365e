using Gateway.Hosting.Posix;

namespace Deployer.Targets.Directories;

/// <summary>Compares two directories to the byte. Links are compared, not followed.</summary>
internal static class TreeComparer
{
    private const int ModeMask = 0x1ff;

    /// <summary>Whether both hold the same names, types, modes, links and contents.</summary>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public static bool AreSame(string one, string other, CancellationToken cancellation)
    {
        var names = Names(one);
        return names.SequenceEqual(Names(other))
            && names.TrueForAll(name => IsSameEntry(Path.Combine(one, name), Path.Combine(other, name), cancellation));
    }

    /// <summary>Whether both hold the same bytes from where they stand to their ends. Where they do, both are read to the end.</summary>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public static bool HaveSameContent(Stream one, Stream other, CancellationToken cancellation)
    {
        var left = new byte[64 * 1024];
        var right = new byte[64 * 1024];
        int count;
        while ((count = one.ReadAtLeast(left, left.Length, throwOnEndOfStream: false)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var same = other.ReadAtLeast(right.AsSpan(0, count), count, throwOnEndOfStream: false);
            if (same != count || !left.AsSpan(0, count).SequenceEqual(right.AsSpan(0, count)))
            {
                return false;
            }
        }

        return other.ReadByte() < 0;
    }

    private static bool IsSameEntry(string one, string other, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (PosixFiles.Find(one) is not { } a || PosixFiles.Find(other) is not { } b || a.Type != b.Type)
        {
            return false;
        }

        return a.Type switch
        {
            FileType.Directory => (a.Permissions & ModeMask) == (b.Permissions & ModeMask) && AreSame(one, other, cancellation),
            FileType.SymbolicLink => new FileInfo(one).LinkTarget == new FileInfo(other).LinkTarget,
            FileType.Regular => a.Size == b.Size && a.Permissions == b.Permissions && AreSameFiles(one, other, cancellation),
            _ => false,
        };
    }

    private static bool AreSameFiles(string one, string other, CancellationToken cancellation)
    {
        using var a = PosixFiles.OpenRegular(one);
        using var b = PosixFiles.OpenRegular(other);
        return a is not null && b is not null && HaveSameContent(a, b, cancellation);
    }

    private static List<string> Names(string directory) =>
        [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().Select(i => i.Name).Order(StringComparer.Ordinal)];
}
