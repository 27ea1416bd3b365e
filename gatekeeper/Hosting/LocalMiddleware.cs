using Gatekeeper.Seam;

namespace Gatekeeper.Hosting;

/// <summary>Answers the gatekeeper's own paths of one kind; everything else goes on.</summary>
internal sealed class LocalMiddleware(RequestDelegate next, LocalEndpoints endpoints, LocalEndpoint kind)
{
    /// <summary>Answers, or runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http) => CallContext.Of(http).Local == kind ? endpoints.AnswerAsync(http) : next(http);
}
