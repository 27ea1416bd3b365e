using Deploy.V1;
using Gatekeeper.Limits;
using Gatekeeper.Seam;

namespace Gatekeeper.Identity;

/// <summary>Proves the caller of a request at the request's time, counting the addresses from which that fails.</summary>
internal sealed class CallerProof(Authenticator authenticator, RateLimits limits)
{
    /// <summary>Proves who calls, from memory where the token was proven a short while ago.</summary>
    /// <exception cref="CallException">No credentials, or none that are valid now; or too many of them came from the address.</exception>
    public ValueTask ProveAsync(HttpContext http, CallContext context)
    {
        context.Caller = authenticator.FindKnown(http.Request.Headers.Authorization, context.Arrival.Time);
        return context.Caller is null ? new ValueTask(ProveAnewAsync(http, context)) : ValueTask.CompletedTask;
    }

    private async Task ProveAnewAsync(HttpContext http, CallContext context)
    {
        var isSuspect = limits.IsSuspect(context.Arrival.RemoteIp);
        try
        {
            context.Caller = await authenticator.AuthenticateAsync(http.Request.Headers.Authorization, context.Arrival.Time, isSuspect, http.RequestAborted);
        }
        catch (CallException e)
        {
            context.RefusedToken = e.Token;

            // That the issuer does not answer is not the caller's doing.
            if (e.Error.Reason != ErrorReason.IdentityUnavailable)
            {
                limits.CountFailure(context.Arrival.RemoteIp);
            }

            throw;
        }
    }
}
