using System.Buffers.Binary;
using System.Text;

namespace Gatekeeper.Tests.Support;

/// <summary>Writes HTTP/2 frame by frame, so that a test can send what no client would, or send it never to its end.</summary>
internal sealed class Http2Connection : IAsyncDisposable
{
    private const int HeadLength = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte GoAway = 7;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    private readonly RawConnection _connection;

    private Http2Connection(RawConnection connection) => _connection = connection;

    public static async Task<Http2Connection> OpenAsync(Gate gate)
    {
        var connection = new Http2Connection(await RawConnection.OpenAsync(gate, "h2"));
        await connection._connection.Stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        
        // No table of headers: each answer can be read by itself.
        await connection.WriteAsync(Settings, 0, 0, [0, 1, 0, 0, 0, 0]);
        return connection;
    }

    /// <summary>Begins a request: exactly these fields, in this order, none of them compressed.</summary>
    public Task BeginAsync(int stream, bool isWhole, params (string Name, string Value)[] fields) =>
        WriteAsync(Headers, (byte)(EndHeaders | (isWhole ? EndStream : 0)), stream, [.. fields.SelectMany(field => Literal(field.Name, field.Value))]);

    public Task SendAsync(int stream, byte[] body, bool isLast) => WriteAsync(Data, isLast ? EndStream : (byte)0, stream, body);

    /// <summary>Reads until an answer has come to its end, or is broken off.</summary>
    public async Task<Answer> ReadAsync(int stream)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (status, text) = (0, new StringBuilder());
        while (true)
        {
            var head = new byte[HeadLength];
            if (await _connection.Stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, deadline.Token) < HeadLength)
            {
                return new(status, text.ToString(), "closed");
            }

            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await _connection.Stream.ReadExactlyAsync(payload, deadline.Token);
            var (type, flags, at) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)));
            if (type == GoAway)
            {
                return new(status, text.ToString(), "goaway");
            }

            if (at != stream)
            {
                continue;
            }

            status = type == Headers && status == 0 ? StatusOf(payload) : status;
            text.Append(type is Data or Headers ? Encoding.Latin1.GetString(payload) : "");
            if (type == Reset || (type is Data or Headers && (flags & EndStream) != 0))
            {
                return new(status, text.ToString(), type == Reset ? "reset" : "end");
            }
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // The server's encoder writes the status first: by its place in the static table, or as text.
    private static int StatusOf(byte[] block) => block.SkipWhile(first => first == 0x20).ToArray() switch
    {
        [0x08 or 0x18 or 0x48, 3, .. var code] => int.Parse(Encoding.ASCII.GetString(code, 0, 3)),
        [var index, ..] => StatusOf(index),
        _ => throw new InvalidOperationException("The header block is empty."),
    };

    private static int StatusOf(byte index) => index switch
    {
        0x88 => 200,
        0x89 => 204,
        0x8c => 400,
        0x8d => 404,
        0x8e => 500,
        var other => throw new InvalidOperationException($"The header block begins with {other:x2}."),
    };

    private static byte[] Literal(string name, string value) => [0, .. Text(name), .. Text(value)];

    private static byte[] Text(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        return bytes.Length < 127 ? [(byte)bytes.Length, .. bytes] : [127, .. Rest(bytes.Length - 127), .. bytes];
    }

    private static byte[] Rest(int length) => length < 128 ? [(byte)length] : [(byte)((length & 127) | 128), .. Rest(length >> 7)];

    private async Task WriteAsync(byte type, byte flags, int stream, byte[] payload)
    {
        byte[] frame = [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        await _connection.Stream.WriteAsync(frame);
        await _connection.Stream.FlushAsync();
    }

    internal sealed record Answer(int Status, string Text, string Ended);
}
