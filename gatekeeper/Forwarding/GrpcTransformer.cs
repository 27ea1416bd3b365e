using System.Net.Http.Headers;
using Gatekeeper.Calls;
using Gatekeeper.Seam;
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
        return CallContext.Of(http).Method!.IsServerStreaming ? CopyStreamAsync(http, response, cancellationToken) : ValueTask.FromResult(true);
    }

    /// <summary>Ends a stream that has begun with an error of ours.</summary>
    public static void WriteError(HttpContext http, CallError error)
    {
        var status = StatusBuilder.Build(error, CallContext.Of(http).Arrival.DecisionId);
        if (http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
        {
            ErrorResponder.AddStatus(trailers, status);
        }
    }

    // The forwarder would end a stream that breaks with a bare reset. Copied here, it can end with a status that says why.
    private async ValueTask<bool> CopyStreamAsync(HttpContext http, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var source = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        await http.Response.Body.FlushAsync(cancellationToken);
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
        }

        await TransformResponseTrailersAsync(http, response, cancellationToken);
        return false;
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
