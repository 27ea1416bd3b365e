using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace EndToEnd.Tests.Support;

/// <summary>
/// Tells the messages of the exchange in the frames of one HTTP/2 connection. It need not decompress headers: .NET's client writes the path
/// of a call as plain text.
/// </summary>
internal sealed class ExchangeFrames
{
    /// <summary>What a client sends before its first frame.</summary>
    public const int PrefaceLength = 24;

    private const int HeadLength = 9;
    private const byte Data = 0;
    private const byte Headers = 1;

    private readonly ConcurrentDictionary<int, ExchangeMessage> _calls = new();

    /// <summary>Reads one frame, head and payload.</summary>
    /// <exception cref="EndOfStreamException">There is no other.</exception>
    public static async Task<byte[]> ReadAsync(Stream from)
    {
        var head = new byte[HeadLength];
        await from.ReadExactlyAsync(head);
        var frame = new byte[HeadLength + ((head[0] << 16) | (head[1] << 8) | head[2])];
        head.CopyTo(frame, 0);
        await from.ReadExactlyAsync(frame.AsMemory(HeadLength));
        return frame;
    }

    /// <summary>What a frame of the gatekeeper begins.</summary>
    public ExchangeMessage? FromGatekeeper(byte[] frame)
    {
        if (frame[3] == Headers)
        {
            if (frame.AsSpan().IndexOf("deploy.v1.WorkerService/WatchDecisionRequests"u8) >= 0)
            {
                _calls[StreamOf(frame)] = ExchangeMessage.Question;
            }
            else if (frame.AsSpan().IndexOf("deploy.v1.WorkerService/ExecuteDeployment"u8) >= 0)
            {
                _calls[StreamOf(frame)] = ExchangeMessage.Response;
                return ExchangeMessage.Answer;
            }
        }

        return null;
    }

    /// <summary>What a frame of the deployer begins.</summary>
    public ExchangeMessage? FromDeployer(byte[] frame)
    {
        if (!_calls.TryGetValue(StreamOf(frame), out var message))
        {
            return null;
        }

        var isMessage = message == ExchangeMessage.Question ? frame[3] == Data && frame.Length > HeadLength : frame[3] == Headers;
        return isMessage ? message : null;
    }

    private static int StreamOf(byte[] frame) => BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(5)) & int.MaxValue;
}
