namespace Deployer.Artifacts.Archives;

/// <summary>What a zip archive's end says of its central directory, that of zip64 included. Nothing follows it, and it follows the directory at once.</summary>
/// <param name="Count">How many records the directory has.</param>
/// <param name="Size">Its size, in bytes.</param>
/// <param name="Offset">Where it begins.</param>
internal sealed record ZipEnd(long Count, long Size, long Offset)
{
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int Zip64Size = 56;
    private const int Zip64Head = 12;
    private const int MaxZip64Size = 64 * 1024;
    private const int CountElsewhere = 0xffff;
    private const uint EndSignature = 0x06054b50;
    private const uint LocatorSignature = 0x07064b50;
    private const uint Zip64Signature = 0x06064b50;

    /// <summary>Reads the end.</summary>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    public static ZipEnd Read(Stream file)
    {
        var (at, data) = Find(file);
        var plain = new ZipEnd(ZipBytes.U16(data, 10), ZipBytes.U32(data, 12), ZipBytes.U32(data, 16));
        var isOneDisk = ZipBytes.U16(data, 4) is 0 or CountElsewhere && ZipBytes.U16(data, 6) is 0 or CountElsewhere && ZipBytes.U16(data, 8) == plain.Count;
        var locator = at >= LocatorSize ? ZipBytes.ReadAt(file, at - LocatorSize, LocatorSize) : [];
        if (isOneDisk && locator.Length > 0 && ZipBytes.U32(locator, 0) == LocatorSignature)
        {
            return ReadZip64(file, locator, at - LocatorSize, plain);
        }

        return isOneDisk && plain.Count != CountElsewhere && plain.Offset + plain.Size == at ? plain : throw Malformed();
    }

    // A reader that knows no zip64 must not see another directory: what the plain end says is the same, or that it is here.
    private static ZipEnd ReadZip64(Stream file, byte[] locator, long end, ZipEnd plain)
    {
        var at = ZipBytes.S64(locator, 8);
        var isPlace = ZipBytes.U32(locator, 4) == 0 && ZipBytes.U32(locator, 16) <= 1 && at >= 0 && at <= end - Zip64Size && end - at <= MaxZip64Size;
        var data = isPlace ? ZipBytes.ReadAt(file, at, Zip64Size) : throw Malformed();
        var found = new ZipEnd(ZipBytes.S64(data, 32), ZipBytes.S64(data, 40), ZipBytes.S64(data, 48));
        var isWhole = ZipBytes.U32(data, 0) == Zip64Signature && ZipBytes.S64(data, 4) == end - at - Zip64Head
            && ZipBytes.U32(data, 16) == 0 && ZipBytes.U32(data, 20) == 0 && ZipBytes.S64(data, 24) == found.Count
            && found.Count >= 0 && found.Size >= 0 && found.Offset >= 0 && found.Size <= at && found.Offset == at - found.Size;
        var isSame = (plain.Count == found.Count || plain.Count == CountElsewhere)
            && (plain.Size == found.Size || plain.Size == ZipBytes.Elsewhere)
            && (plain.Offset == found.Offset || plain.Offset == ZipBytes.Elsewhere);
        return isWhole && isSame ? found : throw Malformed();
    }

    private static (long At, byte[] Data) Find(Stream file)
    {
        var tail = (int)Math.Min(file.Length, EndSize + 0xffff);
        var data = ZipBytes.ReadAt(file, file.Length - tail, tail);
        for (var i = tail - EndSize; i >= 0; i--)
        {
            if (ZipBytes.U32(data, i) == EndSignature && ZipBytes.U16(data, i + 20) == tail - i - EndSize)
            {
                return (file.Length - tail + i, data[i..]);
            }
        }

        throw new UnsafeArchiveException("The file is not a zip archive.");
    }

    private static UnsafeArchiveException Malformed() => new("The zip archive's directory is malformed or of a kind that is not allowed.");
}
