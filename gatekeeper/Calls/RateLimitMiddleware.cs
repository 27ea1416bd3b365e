using Gatekeeper.Limits;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>Refuses callers that ask too often, before their bodies are read.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, RateLimits limits)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        limits.Take(context.Caller!, context.Method is { IsChanging: true });
        return next(http);
    }
}
