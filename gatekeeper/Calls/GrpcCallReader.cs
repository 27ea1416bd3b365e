using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Contract.Wire;
using Gateway.Hosting.Rpc;
using Google.Protobuf;

namespace Gatekeeper.Calls;

/// <summary>
/// Reads a gRPC request: exactly one message, proven to have one meaning only. The frame that is forwarded holds the very bytes that
/// were proven, parsed and hashed.
/// </summary>
internal sealed class GrpcCallReader(CallOptions options)
{
    private const string Identity = "identity";
    private const string Gzip = "gzip";

    /// <summary>Reads the request of <paramref name="context"/>'s method.</summary>
    /// <exception cref="CallException">The body is not exactly one message of the method.</exception>
    public async ValueTask<WholeMessage> ReadAsync(HttpContext http, CallContext context)
    {
        var encoding = EncodingOf(http.Request);
        context.Timeout = GrpcTimeout.Read(http.Request.Headers.GrpcTimeout);
        var body = await BodyReader.ReadAsync(http.Request, options.MaxMessageBytes + GrpcFrame.HeadLength, options.BodyTimeout);
        var frame = Unwrap(body, encoding);
        return new WholeMessage(ParseStrictly(context.Method!, frame), frame);
    }

    private static string EncodingOf(HttpRequest request)
    {
        string? encoding = request.Headers.GrpcEncoding;
        return encoding switch
        {
            null or Identity => Identity,
            Gzip => Gzip,
            _ => throw new CallException(ErrorReason.UnsupportedEncoding, "Messages may be compressed with gzip, or not at all."),
        };
    }

    private byte[] Unwrap(byte[] body, string encoding)
    {
        if (body.Length < GrpcFrame.HeadLength || !GrpcFrame.TryReadHead(body, out var isCompressed, out var length))
        {
            throw Malformed("The body is not a gRPC frame.");
        }

        if (length != body.Length - GrpcFrame.HeadLength)
        {
            throw Malformed("The body must be exactly one message.");
        }

        if (!isCompressed)
        {
            return body;
        }

        return encoding == Gzip ? Decompress(body) : throw Malformed("The message is compressed, but no encoding is named.");
    }

    // Forwarded uncompressed: what is hashed and decided is what the deployer reads.
    private byte[] Decompress(byte[] body)
    {
        var message = new byte[options.MaxMessageBytes + 1];
        try
        {
            var length = StrictGzip.Decompress(body.AsMemory(GrpcFrame.HeadLength), message);
            if (length > options.MaxMessageBytes)
            {
                throw new CallException(ErrorReason.TooLarge, "The message is too large.");
            }

            var frame = GrpcFrame.Allocate(length);
            message.AsSpan(0, length).CopyTo(frame.AsSpan(GrpcFrame.HeadLength));
            return frame;
        }
        catch (InvalidDataException e)
        {
            throw new CallException(ErrorReason.MalformedMessage, "The message is not one whole member of gzip.", e);
        }
    }

    private static IMessage ParseStrictly(MethodCatalogEntry method, byte[] frame)
    {
        var message = frame.AsSpan(GrpcFrame.HeadLength);
        var fault = StrictWire.Check(message, method.Descriptor.InputType);
        if (fault.Kind != WireFaultKind.None)
        {
            throw new CallException(Describe(fault));
        }

        try
        {
            return method.Descriptor.InputType.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new CallException(ErrorReason.MalformedMessage, "The message is not well-formed.", e);
        }
    }

    private static CallError Describe(WireFault fault)
    {
        var (message, description) = fault.Kind switch
        {
            WireFaultKind.UnknownField => ("The message has a field that is not known.", "is not a field of the request"),
            WireFaultKind.DuplicateField => ("The message has a field twice.", "is there more than once"),
            _ => ("The message is not well-formed.", "is not well-formed or out of range"),
        };
        return new CallError(ErrorReasons.Of(fault.Kind), message) { Violations = fault.Field.Length == 0 ? [] : [new(fault.Field, description)] };
    }

    private static CallException Malformed(string message) => new(ErrorReason.MalformedMessage, message);
}
