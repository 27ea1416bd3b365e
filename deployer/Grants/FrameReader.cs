using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Deploy.V1;
using Deployer.Errors;
using Grpc.Core;

namespace Deployer.Grants;

/// <summary>Reads the one length-prefixed message of a call (gRPC over HTTP/2), whole and bounded, compressed never.</summary>
internal static class FrameReader
{
    /// <summary>The size of the head before a message: one flag byte and four length bytes.</summary>
    public const int HeadSize = 5;

    /// <summary>Reads the frame, head included; nothing may follow it.</summary>
    /// <exception cref="RpcException">There is not exactly one message, it is compressed, or too large.</exception>
    public static async Task<byte[]> ReadAsync(PipeReader body, int maxMessageBytes, CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult result = await body.ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (buffer.Length >= HeadSize)
            {
                CheckHead(buffer, maxMessageBytes);
            }

            if (result.IsCompleted)
            {
                byte[] frame = buffer.ToArray();
                body.AdvanceTo(buffer.End);
                return frame.Length >= HeadSize && frame.Length == HeadSize + LengthOf(frame) ? frame : throw Malformed();
            }

            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // Seen as soon as the head is there, so that no more is read than one message may have.
    private static void CheckHead(ReadOnlySequence<byte> buffer, int maxMessageBytes)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        buffer.Slice(0, HeadSize).CopyTo(head);
        if (head[0] != 0)
        {
            throw DeployerErrors.Create(StatusCode.Unimplemented, ErrorReason.UnsupportedEncoding, "Compressed messages are not accepted.");
        }

        long length = LengthOf(head);
        if (length > maxMessageBytes)
        {
            throw DeployerErrors.Create(StatusCode.ResourceExhausted, ErrorReason.TooLarge, $"The message is larger than {maxMessageBytes} bytes.");
        }

        if (buffer.Length > HeadSize + length)
        {
            throw Malformed();
        }
    }

    private static uint LengthOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt32BigEndian(frame[1..]);

    private static RpcException Malformed() =>
        DeployerErrors.Create(StatusCode.InvalidArgument, ErrorReason.MalformedMessage, "The call does not carry exactly one message.");
}
