using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Seam;
using Microsoft.AspNetCore.Http.Features;
using Status = Google.Rpc.Status;

namespace Gatekeeper.Forwarding;

/// <summary>Passes an answer on to a REST caller: one message as JSON, a stream of them as server-sent events.</summary>
internal sealed class RestTransformer(CallOptions options) : DeployerTransformer
{
    /// <inheritdoc/>
    protected override async ValueTask<bool> PassOnAsync(HttpContext http, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var context = CallContext.Of(http);
        var messages = new GrpcMessageStream(await response.Content.ReadAsStreamAsync(cancellationToken), options.MaxResponseBytes);
        if (context.Method!.IsServerStreaming)
        {
            await new EventStreamWriter(http, context.Method, options.KeepAliveInterval).CopyAsync(messages, response, cancellationToken);
        }
        else
        {
            await WriteOneAsync(http, context, messages, response, cancellationToken);
        }

        return false;
    }

    private static async Task WriteOneAsync(
        HttpContext http, CallContext context, GrpcMessageStream messages, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var message = await messages.ReadAsync(cancellationToken);
        var isLast = message is null || await messages.ReadAsync(cancellationToken) is null;
        var status = DeployerStatus.Read(response.TrailingHeaders) ?? DeployerStatus.Read(response.Headers);
        if (status is not { Code: 0 } || message is null || !isLast)
        {
            http.Features.GetRequiredFeature<ForwardState>().Refusal = status is { Code: not 0 } ? status : Malformed();
            return;
        }

        var json = ResponseJson.Format(context.Method!, message);
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = json.Length;
        await http.Response.Body.WriteAsync(json, cancellationToken);
    }

    private static Status Malformed() =>
        StatusBuilder.Build(new CallError(ErrorReason.Internal, "The deployer's answer is not well-formed."), "");
}
