namespace Gatekeeper.Calls;

/// <summary>Reads the whole request into a typed, validated call. Nothing has been sent anywhere when this step refuses.</summary>
internal sealed class CallReadingMiddleware(RequestDelegate next, GrpcCallReader grpc, RestCallReader rest)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        context.Call = context.Door == CallContext.Grpc ? await grpc.ReadAsync(http, context) : await rest.ReadAsync(http, context);
        await next(http);
    }
}
