using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Deployer.Artifacts.Archives;

/// <summary>
/// Unpacks a gzip file (RFC 1952) of one or more members, and holds each against its trailer. The framework's stream is not used for that because
/// it takes a file whose trailer is cut off, and whatever follows the last member. Owns the file, which must be seekable.
/// </summary>
internal sealed class GzipStream(Stream file) : ReadOnlyStream
{
    // A header's extra field and names have no use here, and no bound of their own.
    private const int MaxHeaderBytes = 128 * 1024;
    private const int MaxMembers = 200_000;
    private const int TrailerSize = 8;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int HasHeaderCrc = 2;
    private const int Reserved = 0xe0;

    private readonly Feed _feed = new(file);
    private readonly Crc32 _crc = new();
    private DeflateStream? _member;
    private uint _length;
    private int _members;
    private bool _isOver;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (!_isOver && (_member is not null || TryBegin()))
        {
            var count = _member!.Read(buffer);
            if (count > 0)
            {
                _crc.Append(buffer[..count]);
                _length += (uint)count;
                return count;
            }

            End();
        }

        _isOver = true;
        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    // False behind the last member, where zeros may follow, as tapes have them.
    private bool TryBegin()
    {
        var first = file.ReadByte();
        if (_members > 0 && first <= 0)
        {
            RequireZeros(first);
            return false;
        }

        Span<byte> rest = stackalloc byte[9];
        if (first != 0x1f || file.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length || rest[0] != 0x8b || rest[1] != 8 || (rest[2] & Reserved) != 0)
        {
            throw new UnsafeArchiveException(_members > 0 ? "Something follows the gzip file's end." : "The archive is not a gzip file.");
        }

        if (++_members > MaxMembers)
        {
            throw new UnsafeArchiveException($"The gzip file has more than {MaxMembers} members.");
        }

        SkipHeader(rest[2]);
        _feed.Begin();
        _member = new DeflateStream(_feed, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private void SkipHeader(int flags)
    {
        var left = MaxHeaderBytes;
        if ((flags & HasExtra) != 0)
        {
            for (var length = Next(ref left) | (Next(ref left) << 8); length > 0; length--)
            {
                Next(ref left);
            }
        }

        foreach (var text in (int[])[HasName, HasComment])
        {
            while ((flags & text) != 0 && Next(ref left) != 0)
            {
            }
        }

        if ((flags & HasHeaderCrc) != 0)
        {
            Next(ref left);
            Next(ref left);
        }
    }

    private int Next(ref int left)
    {
        var next = left-- > 0 ? file.ReadByte() : -1;
        return next >= 0 ? next : throw new UnsafeArchiveException("The gzip file's header is malformed.");
    }

    // Where in the piece that it was fed last the packed data ended, the framework does not say: the trailer is looked for behind it.
    private void End()
    {
        _member!.Dispose();
        _member = null;
        Span<byte> trailer = stackalloc byte[TrailerSize];
        _crc.GetCurrentHash(trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        var piece = new byte[_feed.LastCount + TrailerSize];
        file.Position = _feed.LastStart;
        var found = piece.AsSpan(0, file.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false));
        var end = FindEnd(found, trailer);
        if (end < 0)
        {
            throw new UnsafeArchiveException("The gzip file is cut off, or its content is not what its trailer says.");
        }

        file.Position = _feed.LastStart + end;
        _crc.Reset();
        _length = 0;
    }

    // Behind the trailer is the file's end or another member; zeros only where neither fits, since a trailer may itself be of zeros.
    private static int FindEnd(ReadOnlySpan<byte> found, ReadOnlySpan<byte> trailer)
    {
        var beforeZeros = -1;
        for (var at = 0; found[at..].IndexOf(trailer) is >= 0 and var next; at += next + 1)
        {
            var behind = at + next + TrailerSize;
            if (behind == found.Length || found[behind] == 0x1f)
            {
                return behind;
            }

            beforeZeros = beforeZeros < 0 && found[behind] == 0 ? behind : beforeZeros;
        }

        return beforeZeros;
    }

    private void RequireZeros(int first)
    {
        var zeros = new byte[64 * 1024];
        for (var count = first < 0 ? 0 : file.Read(zeros); count > 0; count = file.Read(zeros))
        {
            if (zeros.AsSpan(0, count).ContainsAnyExcept((byte)0))
            {
                throw new UnsafeArchiveException("Something follows the gzip file's end.");
            }
        }
    }

    /// <summary>The file, which remembers what it gave last.</summary>
    private sealed class Feed(Stream file) : ReadOnlyStream
    {
        public long LastStart { get; private set; }

        public int LastCount { get; private set; }

        public void Begin() => (LastStart, LastCount) = (file.Position, 0);

        public override int Read(Span<byte> buffer)
        {
            var start = file.Position;
            var count = file.Read(buffer);
            if (count > 0)
            {
                (LastStart, LastCount) = (start, count);
            }

            return count;
        }
    }
}
