using Gatekeeper.Limits;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>Refuses callers that ask too often, or have too many streams, before their bodies are read.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, RateLimits limits, InFlightLimits inFlight)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        limits.Take(context.Caller!, context.Method is { IsChanging: true });
        return context.Method is { IsServerStreaming: true } || context.Local == LocalEndpoint.Authenticated ? StreamAsync(http, context.Caller!) : next(http);
    }

    private async Task StreamAsync(HttpContext http, Caller caller)
    {
        using var slot = inFlight.BeginStream(caller);
        await next(http);
    }
}
