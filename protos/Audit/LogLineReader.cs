namespace Gateway.Contract.Audit;

/// <summary>Reads the lines of one segment in order, without holding more than one of them.</summary>
public sealed class LogLineReader : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private readonly FileStream _file;
    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private long _bufferOffset;

    /// <summary>Opens a segment, which may be appended to meanwhile.</summary>
    public LogLineReader(string path, long offset = 0)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _file.Position = offset;
        _bufferOffset = offset;
    }

    /// <value>The segment's length as it is now, in bytes.</value>
    public long Length => _file.Length;

    /// <summary>Reads the next line.</summary>
    public bool TryRead(out LogLine line)
    {
        var length = FindNewline(out var isTerminated);
        var isTooLong = length > LogLayout.MaxRecordBytes;
        line = new LogLine(_buffer.AsMemory(_start, length), _bufferOffset + _start, isTerminated, isTooLong);
        if (isTooLong)
        {
            // There is no telling where it ends within bounds, and nothing behind it can be numbered.
            _start = _end;
            return true;
        }

        _start += isTerminated ? length + 1 : length;
        return isTerminated || length > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private int FindNewline(out bool isTerminated)
    {
        var searched = 0;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                isTerminated = true;
                return searched + newline;
            }

            searched = _end - _start;
            if (searched > LogLayout.MaxRecordBytes || !Fill())
            {
                isTerminated = false;
                return searched;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferOffset += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = _file.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
