using System.Net.Sockets;

namespace Gatectl.Audit;

/// <summary>Writes records as lines of JSON: to a file, appended and on stable storage, or to a Unix or TCP socket, connected anew after an error.</summary>
internal sealed class LineSink(Func<CancellationToken, Task<Stream>> open) : IRecordSink
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private Stream? _stream;

    public static LineSink ToFile(string path) =>
        new(_ => Task.FromResult<Stream>(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)));

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
            foreach (var (_, json) in records)
            {
                await _stream.WriteAsync(json, cancellationToken);
                await _stream.WriteAsync(NewLine, cancellationToken);
            }

            await _stream.FlushAsync(cancellationToken);
            (_stream as FileStream)?.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
