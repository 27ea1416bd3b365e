using Deploy.V1;
using Gatekeeper.Limits;
using Gatekeeper.Seam;
using Gateway.Contract.Validation;
using Gateway.Hosting.Rpc;
using Google.Protobuf;

namespace Gatekeeper.Calls;

/// <summary>Reads a REST request into the same typed message that gRPC carries, and serialises it: from there on, the doors are alike.</summary>
internal sealed class RestCallReader(CallOptions options)
{
    /// <summary>Reads the request of <paramref name="context"/>'s method.</summary>
    /// <param name="http">The request.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="held">What the call holds of the budget of bytes.</param>
    /// <exception cref="CallException">The request is malformed, or has unknown, duplicate or invalid fields.</exception>
    public async ValueTask<WholeMessage> ReadAsync(HttpContext http, CallContext context, HeldBytes held)
    {
        var method = context.Method!;
        var builder = new MessageBuilder(method.Descriptor.InputType);
        AddPath(builder, method.Route, context.PathValues);
        if (method.Route.HasBody)
        {
            RefuseQuery(context.Query);
            await AddBodyAsync(builder, http.Request, options.MaxBytesOf(method.IsChanging), held);
        }
        else
        {
            RefuseBody(http.Request);
            QueryFields.Read(context.Query, builder);
            LastEventId.Read(http.Request, method, builder);
        }

        var message = builder.Build();
        return new WholeMessage(message, FrameOf(message));
    }

    private static void AddPath(MessageBuilder builder, RestRoute route, string[] values)
    {
        var variable = 0;
        foreach (var segment in route.Segments)
        {
            if (RestRoute.IsVariable(segment))
            {
                builder.SetFromPath(segment[1..^1], values[variable++]);
            }
        }
    }

    private async ValueTask AddBodyAsync(MessageBuilder builder, HttpRequest request, int maxBytes, HeldBytes held)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new CallException(ErrorReason.UnsupportedEncoding, "Bodies are not compressed.");
        }

        if (request.ContentType is not null && !MediaTypes.IsJson(request.ContentType))
        {
            throw new CallException(ErrorReason.UnsupportedMediaType, "The content type must be application/json.");
        }

        var body = await BodyReader.ReadAsync(request, maxBytes, options.BodyTimeout, held);
        if (body.Length == 0)
        {
            return;
        }

        if (request.ContentType is null)
        {
            throw new CallException(ErrorReason.UnsupportedMediaType, "The content type must be application/json.");
        }

        JsonFields.Read(body, builder);
    }

    private static byte[] FrameOf(IMessage message)
    {
        var frame = GrpcFrame.Allocate(message.CalculateSize());
        message.WriteTo(frame.AsSpan(GrpcFrame.HeadLength));
        return frame;
    }

    private static void RefuseQuery(string query)
    {
        if (query.Length > 0)
        {
            throw CallBuilder.Invalid([new FieldViolation("query", "this method's fields come in the body")]);
        }
    }

    private static void RefuseBody(HttpRequest request)
    {
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            throw new CallException(ErrorReason.InvalidRequest, "This method has no body.");
        }
    }
}
