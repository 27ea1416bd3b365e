using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Hosting.Rpc;

namespace Gatekeeper.Forwarding;

/// <summary>Reads the messages of a gRPC response one by one.</summary>
internal sealed class GrpcMessageStream(Stream body, int maxMessageBytes)
{
    private readonly byte[] _head = new byte[GrpcFrame.HeadLength];

    /// <summary>The next message's bytes, or <c>null</c> at the end.</summary>
    /// <exception cref="CallException">The answer is not what it should be.</exception>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await body.ReadAtLeastAsync(_head, _head.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        if (read < _head.Length || !GrpcFrame.TryReadHead(_head, out var isCompressed, out var length) || isCompressed)
        {
            throw new CallException(ErrorReason.Internal, "The deployer's answer is not well-formed.");
        }

        if (length > maxMessageBytes)
        {
            throw new CallException(ErrorReason.TooLarge, "The answer is too large. Ask for smaller pages.");
        }

        var message = new byte[length];
        await body.ReadExactlyAsync(message, cancellationToken);
        return message;
    }
}
