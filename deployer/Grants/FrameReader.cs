using System.Buffers;
using System.IO.Pipelines;
using Deploy.V1;
using Deployer.Errors;
using Gateway.Hosting.Rpc;
using Grpc.Core;

namespace Deployer.Grants;

/// <summary>Reads the one length-prefixed message of a call (gRPC over HTTP/2), whole and bounded, compressed never.</summary>
internal static class FrameReader
{
    /// <summary>Reads the frame, head included; nothing may follow it.</summary>
    /// <exception cref="RpcException">There is not exactly one message, it is compressed, or too large.</exception>
    public static async Task<byte[]> ReadAsync(PipeReader body, int maxMessageBytes, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await body.ReadAsync(cancellation);
            var buffer = result.Buffer;
            if (buffer.Length >= GrpcFrame.HeadLength)
            {
                CheckHead(buffer, maxMessageBytes);
            }

            if (result.IsCompleted)
            {
                var frame = buffer.ToArray();
                body.AdvanceTo(buffer.End);
                return GrpcFrame.IsWhole(frame) ? frame : throw Malformed();
            }

            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // Seen as soon as the head is there, so that no more is read than one message may have.
    private static void CheckHead(ReadOnlySequence<byte> buffer, int maxMessageBytes)
    {
        Span<byte> head = stackalloc byte[GrpcFrame.HeadLength];
        buffer.Slice(0, GrpcFrame.HeadLength).CopyTo(head);
        if (!GrpcFrame.TryReadHead(head, out var isCompressed, out var length) || isCompressed)
        {
            throw DeployerErrors.Create(StatusCode.Unimplemented, ErrorReason.UnsupportedEncoding, "Compressed messages are not accepted.");
        }

        if (length > maxMessageBytes)
        {
            throw DeployerErrors.Create(StatusCode.ResourceExhausted, ErrorReason.TooLarge, $"The message is larger than {maxMessageBytes} bytes.");
        }

        if (buffer.Length > GrpcFrame.HeadLength + length)
        {
            throw Malformed();
        }
    }

    private static RpcException Malformed() =>
        DeployerErrors.Create(StatusCode.InvalidArgument, ErrorReason.MalformedMessage, "The call does not carry exactly one message.");
}
