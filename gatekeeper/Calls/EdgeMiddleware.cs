using Deploy.V1;
using Gatekeeper.Seam;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gatekeeper.Calls;

/// <summary>
/// Refuses every request that two programs could read in two ways, before anything else looks at it. The server below accepts some
/// of them: a length beside a chunked body, chunks in HTTP/1.0, twins of headers, paths that are not what they seem.
/// </summary>
internal sealed class EdgeMiddleware(RequestDelegate next, TrustedProxies proxies)
{
    private const string ForwardedForName = "X-Forwarded-For";

    /// <summary>The request's target exactly as it was sent.</summary>
    public static string RawTargetOf(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (ClientConnection.Of(http) is { IsForwarder: true } && http.Request.Headers[ForwardedForName] is { Count: > 0 } said)
        {
            NoteClient(CallContext.Of(http), said);
        }

        var fault = HeaderRules.Check(http.Request);
        if (fault is not null)
        {
            throw new CallException(ErrorReason.InvalidRequest, fault);
        }

        if (!TargetRules.IsCanonical(RawTargetOf(http)))
        {
            throw new CallException(ErrorReason.NonCanonicalPath, "The request's target is not in its canonical form.");
        }

        return next(http);
    }

    private void NoteClient(CallContext context, StringValues said)
    {
        var client = ForwardedFor.FindClient(said, proxies) ?? throw new CallException(ErrorReason.InvalidRequest, "X-Forwarded-For does not end with an address.");
        context.Arrival = context.Arrival with { RemoteIp = ClientConnection.Describe(client) };
    }
}
