using Gatekeeper.Seam;
using Gateway.Contract.Grants;

namespace Gatekeeper.Calls;

/// <summary>The first step of all: gives the request its time, its decision id and its context. Cannot refuse.</summary>
internal sealed class ArrivalMiddleware(RequestDelegate next, TimeProvider time)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        ClientConnection.Of(http)?.StopWaiting();
        var now = time.GetUtcNow();
        var context = new CallContext
        {
            StartedAt = time.GetTimestamp(),
            Arrival = new Arrival(
                DecisionIds.Create(now), now, MediaTypes.IsGrpc(http.Request.ContentType) ? CallContext.Grpc : CallContext.Rest, ClientConnection.AddressOf(http)),
        };
        http.Features.Set(context);
        http.Response.Headers[GrantFormat.DecisionIdKey] = context.Arrival.DecisionId;
        return next(http);
    }
}
