using System.IO.Compression;
using Gatekeeper.Calls;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

/// <summary>One whole member, and nothing else: what was cut, or is followed by something, gives no message.</summary>
public sealed class StrictGzipTests
{
    private static readonly byte[][] Messages =
    [
        [], [1], "application"u8.ToArray(), new byte[100_000], [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i * 7919 >> 3))], RandomBytes(70_000),
    ];

    [TestCaseSource(nameof(Messages))]
    public void Decompress_WholeMember_GivesTheMessage(byte[] message)
    {
        foreach (var level in new[] { CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize })
        {
            Assert.That(Decompress(Compress(message, level)), Is.EqualTo(message));
        }
    }

    [TestCaseSource(nameof(Messages))]
    public void Decompress_CutAnywhere_IsRefused(byte[] message)
    {
        var member = Compress(message, CompressionLevel.Optimal);
        var cuts = Enumerable.Range(1, Math.Min(300, member.Length)).Concat([member.Length / 2, member.Length - 11, member.Length]);
        foreach (var cut in cuts.Where(cut => cut > 0))
        {
            Assert.That(() => Decompress(member[..^cut]), Throws.TypeOf<InvalidDataException>(), $"cut by {cut}");
        }
    }

    [TestCaseSource(nameof(Messages))]
    public void Decompress_SomethingBehind_IsRefused(byte[] message)
    {
        var member = Compress(message, CompressionLevel.Optimal);
        byte[][] tails = [[0], [0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 3], member[^8..], member, new byte[10_000]];
        foreach (var tail in tails)
        {
            Assert.That(() => Decompress([.. member, .. tail]), Throws.TypeOf<InvalidDataException>(), $"{tail.Length} bytes");
        }
    }

    [Test]
    public void Decompress_NoLastBlock_IsRefusedThoughTheChecksumFits()
    {
        var message = "digest"u8.ToArray();
        using var target = new MemoryStream();
        using var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
        deflate.Write(message);
        deflate.Flush();
        var member = Compress(message, CompressionLevel.Optimal);

        Assert.That(() => Decompress([.. member[..10], .. target.ToArray(), .. member[^8..]]), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Decompress_AnyBitOfTheTail_Counts()
    {
        var member = Compress("message"u8.ToArray(), CompressionLevel.Optimal);
        for (var bit = 0; bit < 64; bit++)
        {
            var changed = member.ToArray();
            changed[^(1 + (bit / 8))] ^= (byte)(1 << (bit % 8));
            Assert.That(() => Decompress(changed), Throws.TypeOf<InvalidDataException>());
        }
    }

    [Test]
    public void LengthOf_MoreThanSoFewBytesCanHold_IsRefused()
    {
        // 34 bytes that promise a mebibyte make nobody find room for one.
        byte[] member = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. new byte[20], 0, 0, 16, 0];

        Assert.That(member, Has.Length.EqualTo(34));
        Assert.That(() => StrictGzip.LengthOf(member), Throws.TypeOf<InvalidDataException>());
        Assert.That(StrictGzip.LengthOf(Compress(new byte[10_000_000], CompressionLevel.SmallestSize)), Is.EqualTo(10_000_000));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void Decompress_OtherLengthThanNamed_IsRefused(int more)
    {
        var member = Compress(new byte[1_000], CompressionLevel.Optimal);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(member.AsSpan(member.Length - 4), 1_000 + more);

        Assert.That(() => Decompress(member), Throws.TypeOf<InvalidDataException>());
    }

    private static byte[] Decompress(byte[] member)
    {
        var target = new byte[StrictGzip.LengthOf(member)];
        StrictGzip.Decompress(member, target);
        return target;
    }

    private static byte[] Compress(byte[] message, CompressionLevel level)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, level, leaveOpen: true))
        {
            gzip.Write(message);
        }

        // The library writes nothing at all for nothing.
        return target.Length > 0 ? target.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(20261128).NextBytes(bytes);
        return bytes;
    }
}
