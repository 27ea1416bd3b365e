using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Gatekeeper.Calls;

/// <summary>
/// Reads exactly one whole member of gzip (RFC 1952). The library's own stream gives what it has of a member that was cut, or that
/// something follows: a message could lose its last fields without a word.
/// </summary>
internal static class StrictGzip
{
    private const int HeadLength = 10;
    private const int TailLength = 8;
    private const byte Deflate = 8;

    // The most that deflate makes of a byte: 258 of them for two bits, and no more than 1,032 in all.
    private const long MaxRatio = 1_032;

    /// <summary>How long the member says that its message is, unproven; no more than so many bytes can hold.</summary>
    /// <exception cref="InvalidDataException">It is no member, or says what cannot be.</exception>
    public static long LengthOf(ReadOnlySpan<byte> member)
    {
        if (member.Length < HeadLength + TailLength || member is not [0x1f, 0x8b, Deflate, 0, ..])
        {
            throw new InvalidDataException("The head is not that of gzip.");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(member[^4..]);
        return length <= (member.Length - HeadLength - TailLength) * MaxRatio ? length : throw new InvalidDataException("The member is too short for the length that it names.");
    }

    /// <summary>Decompresses <paramref name="member"/> into <paramref name="target"/>.</summary>
    /// <param name="member">The member, and nothing else; with the plain head that every client of gRPC writes.</param>
    /// <param name="target">Where to; exactly as long as <see cref="LengthOf"/> says.</param>
    /// <exception cref="InvalidDataException">It is not one whole member, or of another length.</exception>
    public static void Decompress(ReadOnlyMemory<byte> member, Span<byte> target)
    {
        if (LengthOf(member.Span) != target.Length)
        {
            throw new InvalidDataException("The member names another length.");
        }

        using var source = new CountedStream(member[HeadLength..^TailLength]);
        using var inflater = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
        Span<byte> beyond = stackalloc byte[1];
        if (inflater.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) != target.Length || inflater.Read(beyond) != 0)
        {
            throw new InvalidDataException("The length is not that of the data.");
        }

        if (!source.IsReadExactly)
        {
            throw new InvalidDataException("The compressed data do not end where the member does.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(member.Span[^TailLength..]) != Crc32.HashToUInt32(target))
        {
            throw new InvalidDataException("The checksum is not that of the data.");
        }
    }

    /// <summary>
    /// Gives its last bytes one by one, so that it is known where the reader, which asks ahead, has come to the end of the data: it asks
    /// for no byte more than it needs, and not beyond the end.
    /// </summary>
    private sealed class CountedStream(ReadOnlyMemory<byte> content) : Stream
    {
        private const int OneByOne = 64;

        private int _at;
        private bool _hasAskedBeyond;

        public bool IsReadExactly => _at == content.Length && !_hasAskedBeyond;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var rest = content.Length - _at;
            _hasAskedBeyond |= rest == 0;
            var count = rest > OneByOne ? Math.Min(buffer.Length, rest - OneByOne) : Math.Min(1, rest);
            content.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
