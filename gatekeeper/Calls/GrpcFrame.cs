using System.Buffers.Binary;

namespace Gatekeeper.Calls;

/// <summary>The length-prefixed message of gRPC over HTTP/2: one byte of compression flag, four of length, the message.</summary>
internal static class GrpcFrame
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
}
