using System.Buffers;
using System.Buffers.Text;
using Gateway.Contract.Audit;
using Gateway.Contract.Text;

namespace Gateway.Hosting.Audit;

/// <summary>
/// A record on its way: JSON in a pooled buffer, with room in front for what only the writer knows, its number.
/// </summary>
/// <param name="isAscii">Whether texts are written in ASCII, for what stands in other places than the log, too.</param>
public sealed class RecordBuffer(bool isAscii = false)
{
    // {"seq":, at most 19 digits, a comma.
    private const int HeadRoom = 7 + 19 + 1;
    private const int FirstSize = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start = HeadRoom;
    private int _end = HeadRoom;

    /// <value>The record's line without its newline.</value>
    public ReadOnlySpan<byte> Line => _bytes.AsSpan(_start, _end - _start);

    /// <value>What was written so far, without the head.</value>
    public ReadOnlySpan<byte> Body => _bytes.AsSpan(HeadRoom, _end - HeadRoom);

    /// <summary>Writes JSON that is known to be right and in the form of the log.</summary>
    public RecordBuffer Raw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_bytes.AsSpan(_end));
        _end += json.Length;
        return this;
    }

    /// <summary>Writes a string with its quotes and escapes.</summary>
    public RecordBuffer Text(ReadOnlySpan<char> text)
    {
        Reserve(checked((text.Length * AsciiJson.MaxBytesPerChar) + 2));
        _end += isAscii ? AsciiJson.WriteString(text, _bytes.AsSpan(_end)) : VisibleJson.WriteString(text, _bytes.AsSpan(_end));
        return this;
    }

    /// <summary>Writes an integer.</summary>
    public RecordBuffer Number(long value)
    {
        Reserve(20);
        _ = Utf8Formatter.TryFormat(value, _bytes.AsSpan(_end), out var written);
        _end += written;
        return this;
    }

    /// <summary>Writes a time in UTC with its quotes (RFC 3339).</summary>
    public RecordBuffer Time(DateTimeOffset time)
    {
        Reserve(40);
        _bytes[_end++] = (byte)'"';
        _ = Utf8Formatter.TryFormat(time.UtcDateTime, _bytes.AsSpan(_end), out var written, new StandardFormat('O'));
        _end += written;
        _bytes[_end++] = (byte)'"';
        return this;
    }

    /// <summary>Writes the record's head in front of the body, which must begin behind the comma.</summary>
    public void WriteHead(long sequence)
    {
        Span<byte> digits = stackalloc byte[20];
        _ = Utf8Formatter.TryFormat(sequence, digits, out var count);
        var head = LogRecordForm.Head;
        _start = HeadRoom - 1 - count - head.Length;
        head.CopyTo(_bytes.AsSpan(_start));
        digits[..count].CopyTo(_bytes.AsSpan(_start + head.Length));
        _bytes[HeadRoom - 1] = (byte)',';
    }

    /// <summary>Gives the buffer back; the record must not be used any more.</summary>
    public void Release()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Refuses a record that is longer than the log takes.</summary>
    /// <exception cref="AuditUnavailableException">It is.</exception>
    public void Complete()
    {
        if (_end - HeadRoom > LogLayout.MaxRecordBytes - HeadRoom)
        {
            throw TooLong();
        }
    }

    private static AuditUnavailableException TooLong() => new($"The record would have more than {LogLayout.MaxRecordBytes} bytes.");

    private void Reserve(int count)
    {
        if (_bytes.Length - _end >= count)
        {
            return;
        }

        // The estimate of a string's size is high; only what is really written counts against the bound.
        if (_end > LogLayout.MaxRecordBytes)
        {
            throw TooLong();
        }

        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_bytes.Length * 2, _end + count)));
        _bytes.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
