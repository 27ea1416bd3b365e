using Deploy.V1;
using Gatekeeper.Limits;
using Gatekeeper.Seam;
using Gateway.Contract.Wire;
using Gateway.Hosting.Rpc;
using Google.Protobuf;

namespace Gatekeeper.Calls;

/// <summary>
/// Reads a gRPC request: exactly one message, proven to have one meaning only. The frame that is forwarded holds the very bytes that
/// were proven, parsed and hashed.
/// </summary>
internal sealed class GrpcCallReader(CallOptions options, TimeProvider time)
{
    private const string Identity = "identity";
    private const string Gzip = "gzip";

    /// <summary>Reads the request of <paramref name="context"/>'s method.</summary>
    /// <param name="http">The request.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="held">What the call holds of the budget of bytes.</param>
    /// <exception cref="CallException">The body is not exactly one message of the method.</exception>
    public async ValueTask<WholeMessage> ReadAsync(HttpContext http, CallContext context, HeldBytes held)
    {
        var encoding = EncodingOf(http.Request);
        context.Timeout = GrpcTimeout.Read(http.Request.Headers.GrpcTimeout);
        _ = context.TimeLeft(time);
        var maxBytes = options.MaxBytesOf(context.Method!.IsChanging);
        var body = await BodyReader.ReadAsync(http.Request, maxBytes + GrpcFrame.HeadLength, options.BodyTimeout, held);
        var frame = Unwrap(body, encoding, maxBytes, held);
        return new WholeMessage(ParseStrictly(context.Method, frame), frame);
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

    private static byte[] Unwrap(byte[] body, string encoding, int maxBytes, HeldBytes held)
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

        return encoding == Gzip ? Decompress(body, maxBytes, held) : throw Malformed("The message is compressed, but no encoding is named.");
    }

    // Forwarded uncompressed: what is hashed and decided is what the deployer reads. What is made room for is what the member says that it
    // holds, as far as so few bytes can hold it.
    private static byte[] Decompress(byte[] body, int maxBytes, HeldBytes held)
    {
        var member = body.AsMemory(GrpcFrame.HeadLength);
        try
        {
            var length = StrictGzip.LengthOf(member.Span);
            if (length > maxBytes)
            {
                throw new CallException(ErrorReason.TooLarge, "The message is too large.");
            }

            if (!held.TryHold(body.Length + length))
            {
                throw new CallException(InFlightLimits.TooManyBytes);
            }

            var frame = GrpcFrame.Allocate((int)length);
            StrictGzip.Decompress(member, frame.AsSpan(GrpcFrame.HeadLength));
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
