using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;

namespace Gatekeeper.Forwarding;

/// <summary>Passes an answer on to a gRPC caller: messages as they come, and of headers and trailers only the status.</summary>
internal sealed class GrpcTransformer : DeployerTransformer
{
    private static readonly string[] StatusKeys = ["grpc-status", "grpc-message", "grpc-status-details-bin"];

    /// <inheritdoc/>
    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        if (httpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
        {
            Copy(proxyResponse.TrailingHeaders, trailers);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override ValueTask<bool> PassOnAsync(HttpContext http, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "application/grpc";
        Copy(response.Headers, http.Response.Headers);
        return ValueTask.FromResult(true);
    }

    private static void Copy(HttpResponseHeaders source, IHeaderDictionary target)
    {
        foreach (var key in StatusKeys)
        {
            if (source.NonValidated.TryGetValues(key, out var values))
            {
                target[key] = values.ToString();
            }
        }
    }
}
