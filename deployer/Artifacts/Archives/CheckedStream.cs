using System.IO.Hashing;

namespace Deployer.Artifacts.Archives;

/// <summary>A stream that at its end must have had exactly the promised length and CRC-32.</summary>
internal sealed class CheckedStream(Stream inner, long length, uint crc) : ReadOnlyStream
{
    private readonly Crc32 _crc = new();
    private long _read;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _crc.Append(buffer[..count]);
        _read += count;
        var isEnd = count == 0 && !buffer.IsEmpty;
        if (_read > length || (isEnd && (_read != length || _crc.GetCurrentHashAsUInt32() != crc)))
        {
            throw new UnsafeArchiveException("An entry's content is not what the zip archive says.");
        }

        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
