using Gatekeeper.Seam;

namespace Gatekeeper.Identity;

/// <summary>Proves who calls, before the body is read.</summary>
internal sealed class AuthenticationMiddleware(RequestDelegate next, CallerProof proof)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var proven = proof.ProveAsync(http, CallContext.Of(http));
        return proven.IsCompletedSuccessfully ? next(http) : ContinueAsync(http, proven);
    }

    private async Task ContinueAsync(HttpContext http, ValueTask proven)
    {
        await proven;
        await next(http);
    }
}
