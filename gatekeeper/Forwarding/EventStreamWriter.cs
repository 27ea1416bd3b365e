using System.Text;
using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Seam;
using Microsoft.AspNetCore.Http.Features;
using Status = Google.Rpc.Status;

namespace Gatekeeper.Forwarding;

/// <summary>
/// Writes a stream of messages as server-sent events: <c>deployment</c> for each message, then <c>end</c> with the last once more, or with
/// the error for which the caller may not watch any more; <c>error</c> where the stream broke off and may be asked for again.
/// Each event is sent at once; while there is none, comments keep the connection from looking dead.
/// </summary>
internal sealed class EventStreamWriter(HttpContext http, MethodCatalogEntry method, TimeSpan keepAliveInterval)
{
    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Copies all messages and then the end of the call.</summary>
    public async Task CopyAsync(GrpcMessageStream messages, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Begin();
        await http.Response.Body.FlushAsync(cancellationToken);
        var last = "{}"u8.ToArray();
        while (await NextAsync(messages, cancellationToken) is { } message)
        {
            last = ResponseJson.Format(method, message);
            await WriteAsync("deployment", last, cancellationToken);
        }

        var status = DeployerStatus.Read(response.TrailingHeaders) ?? DeployerStatus.Read(response.Headers);
        await (status is { Code: 0 } ? WriteAsync("end", last, cancellationToken) : WriteErrorAsync(status, cancellationToken));
    }

    /// <summary>Ends a stream that has begun with an error of ours.</summary>
    /// <param name="http">The request.</param>
    /// <param name="error">The error.</param>
    /// <param name="isFinal">Whether it would be refused again.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static Task WriteErrorAsync(HttpContext http, CallError error, bool isFinal, CancellationToken cancellationToken)
    {
        var status = StatusBuilder.Build(error, CallContext.Of(http).Arrival.DecisionId);
        return WriteAsync(http, isFinal ? "end" : "error", StatusJson.Write(status, ErrorTable.For(error.Reason).Http), cancellationToken);
    }

    private void Begin()
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task<byte[]?> NextAsync(GrpcMessageStream messages, CancellationToken cancellationToken)
    {
        var next = messages.ReadAsync(cancellationToken);
        while (!next.IsCompleted)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var isIdle = await Task.WhenAny(next, Task.Delay(keepAliveInterval, pause.Token)) != next;
            await pause.CancelAsync();
            if (isIdle && !cancellationToken.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(KeepAlive, cancellationToken);
                await http.Response.Body.FlushAsync(cancellationToken);
            }
        }

        return await next;
    }

    private Task WriteErrorAsync(Status? status, CancellationToken cancellationToken)
    {
        if (status is null || DeployerStatus.ConcernsGatekeeper(status))
        {
            return WriteErrorAsync(http, DeployerErrors.Unavailable, isFinal: false, cancellationToken);
        }

        return WriteAsync("error", StatusJson.Write(status, DeployerStatus.HttpStatusOf(status)), cancellationToken);
    }

    private Task WriteAsync(string name, byte[] json, CancellationToken cancellationToken) => WriteAsync(http, name, json, cancellationToken);

    // JSON from our writers has no line breaks, so one data line holds it.
    private static async Task WriteAsync(HttpContext http, string name, byte[] json, CancellationToken cancellationToken)
    {
        byte[] text = [.. Encoding.ASCII.GetBytes($"event: {name}\ndata: "), .. json, .. "\n\n"u8];
        await http.Response.Body.WriteAsync(text, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
