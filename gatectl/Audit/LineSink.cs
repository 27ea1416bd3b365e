using System.Net.Sockets;

namespace Gatectl.Audit;

/// <summary>Writes records as lines of JSON: to a file, appended and on stable storage, or to a Unix or TCP socket, connected anew after an error.</summary>
internal sealed class LineSink(Func<CancellationToken, Task<Stream>> open) : IRecordSink
{
    private const int BlockBytes = 64 * 1024;

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private Stream? _stream;

    public static LineSink ToFile(string path) =>
        new(_ => Task.FromResult<Stream>(OpenFile(path)));

    // What ends without a line feed was left by a run that was killed, or by a full disk: its record comes again.
    private static FileStream OpenFile(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            file.SetLength(EndOfLastLine(file));
            file.Position = file.Length;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static long EndOfLastLine(FileStream file)
    {
        var buffer = new byte[BlockBytes];
        for (var end = file.Length; end > 0; end -= Math.Min(end, buffer.Length))
        {
            var block = buffer.AsSpan(0, (int)Math.Min(end, buffer.Length));
            file.Position = end - block.Length;
            file.ReadExactly(block);
            if (block.LastIndexOf(NewLine) is >= 0 and var newLine)
            {
                return end - block.Length + newLine + 1;
            }
        }

        return 0;
    }

    public static LineSink ToSocket(System.Net.EndPoint address) => new(async cancellationToken =>
    {
        var isUnix = address is UnixDomainSocketEndPoint;
        var socket = new Socket(isUnix ? AddressFamily.Unix : AddressFamily.InterNetworkV6, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!isUnix)
            {
                socket.DualMode = true;
            }

            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{address}: {e.Message}", e);
        }
    });

    public async Task DeliverAsync(IReadOnlyList<(long Sequence, byte[] Json)> records, CancellationToken cancellationToken)
    {
        try
        {
            _stream ??= await open(cancellationToken);
            await _stream.WriteAsync(Lines(records), cancellationToken);
            await _stream.FlushAsync(cancellationToken);
            (_stream as FileStream)?.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    private static byte[] Lines(IReadOnlyList<(long Sequence, byte[] Json)> records)
    {
        var lines = new MemoryStream(records.Sum(record => record.Json.Length + NewLine.Length));
        foreach (var (_, json) in records)
        {
            lines.Write(json);
            lines.Write(NewLine);
        }

        return lines.ToArray();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
