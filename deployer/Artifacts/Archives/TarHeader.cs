using System.Text;

namespace Deployer.Artifacts.Archives;

/// <summary>One 512-byte header block of a tar archive (POSIX.1-1988 ustar and its GNU twin).</summary>
/// <param name="Name">The name with its prefix.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Size">The size of what follows, in bytes.</param>
/// <param name="Type">The type flag.</param>
/// <param name="LinkName">The link's target.</param>
internal sealed record TarHeader(string Name, int Mode, long Size, char Type, string LinkName)
{
    /// <summary>The size of a block.</summary>
    public const int BlockSize = 512;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a header block that is not all zeros.</summary>
    /// <exception cref="UnsafeArchiveException">It is not a header.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        if (Number(block.Slice(148, 8)) != Checksum(block))
        {
            throw new UnsafeArchiveException("A tar header's checksum is wrong.");
        }

        var name = Text(block[..100]);
        var isPosix = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
        var prefix = isPosix ? Text(block.Slice(345, 155)) : "";
        return new(
            prefix.Length > 0 ? $"{prefix}/{name}" : name,
            (int)(Number(block.Slice(100, 8)) & 0xfff),
            Number(block.Slice(124, 12)),
            (char)block[156],
            Text(block.Slice(157, 100)));
    }

    /// <summary>Text as UTF-8 that must be valid.</summary>
    /// <exception cref="UnsafeArchiveException">It is not.</exception>
    public static string Utf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new UnsafeArchiveException("The name is not UTF-8.", e).In(Encoding.UTF8.GetString(bytes));
        }
    }

    // Ends at the first zero; whatever follows must be zeros too, or it would be a second name.
    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        if (end >= 0 && field[end..].ContainsAnyExcept((byte)0))
        {
            throw new UnsafeArchiveException("A tar header holds a zero byte inside a name.");
        }

        return Utf8(end < 0 ? field : field[..end]);
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            return Base256(field);
        }

        var digits = field.Trim(" \0"u8);
        long value = 0;
        foreach (var digit in digits)
        {
            value = digit is >= (byte)'0' and <= (byte)'7'
                ? (value * 8) + (digit - '0')
                : throw new UnsafeArchiveException("A tar header holds a number that is none.");
        }

        return value;
    }

    private static long Base256(ReadOnlySpan<byte> field)
    {
        long value = field[0] & 0x7f;
        foreach (var b in field[1..])
        {
            value = value < 1L << 54 ? (value << 8) | b : throw new UnsafeArchiveException("A tar header holds a number that is too large.");
        }

        return value;
    }

    private static long Checksum(ReadOnlySpan<byte> block)
    {
        long sum = 8 * ' ';
        for (var i = 0; i < block.Length; i++)
        {
            sum += i is >= 148 and < 156 ? 0 : block[i];
        }

        return sum;
    }
}
