using Deploy.V1;
using Gatekeeper.Seam;
using Microsoft.AspNetCore.Http.Features;

namespace Gatekeeper.Calls;

/// <summary>
/// Refuses every request that two programs could read in two ways, before anything else looks at it. The server below accepts some
/// of them: a length beside a chunked body, chunks in HTTP/1.0, twins of headers, paths that are not what they seem.
/// </summary>
internal sealed class EdgeMiddleware(RequestDelegate next)
{
    /// <summary>The request's target exactly as it was sent.</summary>
    public static string RawTargetOf(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
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
}
