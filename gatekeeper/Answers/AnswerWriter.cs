using Gatekeeper.Forwarding;
using Gatekeeper.Seam;
using Gateway.Hosting.Rpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;

namespace Gatekeeper.Answers;

/// <summary>Writes one message in the shape of the door, as a forwarded answer looks there.</summary>
internal static class AnswerWriter
{
    /// <summary>Answers with <paramref name="message"/>.</summary>
    public static Task WriteAsync(HttpContext http, CallContext context, IMessage message)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        return context.Arrival.Door == CallContext.Grpc ? WriteGrpcAsync(http, message) : WriteRestAsync(http, message);
    }

    private static async Task WriteGrpcAsync(HttpContext http, IMessage message)
    {
        http.Response.ContentType = "application/grpc";
        var frame = GrpcFrame.Allocate(message.CalculateSize());
        message.WriteTo(frame.AsSpan(GrpcFrame.HeadLength));
        await http.Response.Body.WriteAsync(frame, http.RequestAborted);
        http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers.GrpcStatus = "0";
    }

    private static Task WriteRestAsync(HttpContext http, IMessage message)
    {
        var json = ResponseJson.Format(message);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
