using System.Buffers.Binary;

namespace Gateway.Hosting.Rpc;

/// <summary>The length-prefixed message of gRPC over HTTP/2: one byte of compression flag, four of length, the message.</summary>
public static class GrpcFrame
{
    /// <summary>Bytes before the message.</summary>
    public const int HeadLength = 5;

    /// <summary>Makes an uncompressed frame around room for a message of <paramref name="length"/> bytes.</summary>
    public static byte[] Allocate(int length)
    {
        var frame = new byte[HeadLength + length];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)length);
        return frame;
    }

    /// <summary>Reads a frame's head.</summary>
    /// <param name="frame">At least <see cref="HeadLength"/> bytes.</param>
    /// <param name="isCompressed">Whether the message is compressed.</param>
    /// <param name="length">The message's length, in bytes.</param>
    /// <returns>Whether the head is one that the protocol knows.</returns>
    public static bool TryReadHead(ReadOnlySpan<byte> frame, out bool isCompressed, out uint length)
    {
        isCompressed = frame[0] == 1;
        length = BinaryPrimitives.ReadUInt32BigEndian(frame[1..]);
        return frame[0] <= 1;
    }

    /// <summary>Whether <paramref name="frame"/> is exactly one frame, from its head to the end of its message.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> frame) =>
        frame.Length >= HeadLength && TryReadHead(frame, out _, out var length) && length == frame.Length - HeadLength;
}
