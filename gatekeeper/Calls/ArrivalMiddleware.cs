using Gatekeeper.Seam;
using Gateway.Contract.Grants;

namespace Gatekeeper.Calls;

/// <summary>The first step of all: gives the request its time, its decision id and its context. Cannot refuse.</summary>
internal sealed class ArrivalMiddleware(RequestDelegate next, TimeProvider time)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var now = time.GetUtcNow();
        var context = new CallContext
        {
            DecisionId = DecisionIds.Create(now),
            Time = now,
            RemoteIp = ClientAddress.Of(http),
            Door = MediaTypes.IsGrpc(http.Request.ContentType) ? CallContext.Grpc : CallContext.Rest,
        };
        http.Features.Set(context);
        http.Response.Headers[GrantFormat.DecisionIdKey] = context.DecisionId;
        return next(http);
    }
}
