using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using Gatekeeper.Calls;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Contract.Visibility;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gatekeeper.Forwarding;

/// <summary>
/// What is sent to the deployer: the canonical path of the method, the grant, the deadline, and nothing that the caller wrote but the
/// message itself.
/// </summary>
internal abstract class DeployerTransformer : HttpTransformer
{
    private static readonly MediaTypeHeaderValue GrpcContentType = new("application/grpc");

    /// <inheritdoc/>
    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var context = CallContext.Of(httpContext);
        proxyRequest.Method = HttpMethod.Post;
        proxyRequest.RequestUri = context.Method!.DestinationUri;
        var headers = proxyRequest.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation(GrantFormat.MetadataKey, context.Grant);
        if (context.CallerDocument is { } document)
        {
            headers.TryAddWithoutValidation(CallerDocument.MetadataKey, document.Encode());
        }

        if (context.Decision?.EncodedVisible is { } visible)
        {
            headers.TryAddWithoutValidation(VisibleList.MetadataKey, visible);
        }

        if (context.TimeAtDeployer is { } timeout)
        {
            headers.TryAddWithoutValidation("grpc-timeout", GrpcTimeout.Write(timeout));
        }

        proxyRequest.Content!.Headers.ContentType = GrpcContentType;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return ValueTask.FromResult(false);
        }

        var status = proxyResponse.StatusCode == HttpStatusCode.OK ? DeployerStatus.Read(proxyResponse.Headers) : NotGrpc();
        if (status is { Code: not 0 })
        {
            httpContext.Features.GetRequiredFeature<ForwardState>().Refusal = status;
            return ValueTask.FromResult(false);
        }

        return TryPassOnAsync(httpContext, proxyResponse, cancellationToken);
    }

    // The forwarder cannot handle a fault once an answer has begun; the caller of the forwarder can.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Kept, and thrown or answered by the forwarder's caller.")]
    private async ValueTask<bool> TryPassOnAsync(HttpContext http, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await PassOnAsync(http, response, cancellationToken);
        }
        catch (Exception e)
        {
            http.Features.GetRequiredFeature<ForwardState>().Failure = e;
            return false;
        }
    }

    /// <summary>Passes the answer on in the shape of the door.</summary>
    /// <returns>Whether the forwarder is to copy the body.</returns>
    protected abstract ValueTask<bool> PassOnAsync(HttpContext http, HttpResponseMessage response, CancellationToken cancellationToken);

    private static Google.Rpc.Status NotGrpc() => new() { Code = (int)Grpc.Core.StatusCode.Unavailable, Message = "The deployer is not available." };
}
