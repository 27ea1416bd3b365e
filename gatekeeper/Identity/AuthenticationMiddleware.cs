using Gatekeeper.Calls;

namespace Gatekeeper.Identity;

/// <summary>Proves who calls, before the body is read.</summary>
internal sealed class AuthenticationMiddleware(RequestDelegate next, Authenticator authenticator, RateLimits limits)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        context.Caller = authenticator.FindKnown(http.Request.Headers.Authorization, context.Time);
        return context.Caller is null ? ProveAsync(http, context) : next(http);
    }

    private async Task ProveAsync(HttpContext http, CallContext context)
    {
        limits.CheckAddress(context.RemoteIp);
        try
        {
            context.Caller = await authenticator.AuthenticateAsync(http.Request.Headers.Authorization, context.Time, http.RequestAborted);
        }
        catch (CallException)
        {
            limits.CountFailure(context.RemoteIp);
            throw;
        }

        await next(http);
    }
}
