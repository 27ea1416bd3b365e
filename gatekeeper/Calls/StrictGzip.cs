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

    /// <summary>Decompresses <paramref name="member"/> into <paramref name="target"/>.</summary>
    /// <param name="member">The member, and nothing else; with the plain head that every client of gRPC writes.</param>
    /// <param name="target">Where to; one byte longer than the longest message, so that a longer one is seen.</param>
    /// <returns>The length of the message; that of the target where it is too long, and then it is not checked.</returns>
    /// <exception cref="InvalidDataException">It is not one whole member.</exception>
    public static int Decompress(ReadOnlyMemory<byte> member, Span<byte> target)
    {
        if (member.Length < HeadLength + TailLength || member.Span is not [0x1f, 0x8b, Deflate, 0, ..])
        {
            throw new InvalidDataException("The head is not that of gzip.");
        }

        using var source = new CountedStream(member[HeadLength..^TailLength]);
        using var inflater = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
        var length = inflater.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (length == target.Length)
        {
            return length;
        }

        if (!source.IsReadExactly)
        {
            throw new InvalidDataException("The compressed data do not end where the member does.");
        }

        var tail = member.Span[^TailLength..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(tail) != Crc32.HashToUInt32(target[..length]) || BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]) != (uint)length)
        {
            throw new InvalidDataException("The checksum is not that of the data.");
        }

        return length;
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
