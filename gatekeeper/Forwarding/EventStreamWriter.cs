using System.Globalization;
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
/// Each event is sent at once, under its number; while there is none, comments keep the connection from looking dead. A resumed stream that
/// has nothing more to tell is answered 204, which alone keeps a reader of events from coming back (WHATWG HTML, 9.2).
/// </summary>
internal sealed class EventStreamWriter(HttpContext http, MethodCatalogEntry method, TimeSpan keepAliveInterval)
{
    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();
    private static readonly byte[] Begun = "retry: 3000\n\n"u8.ToArray();

    // A stream that is over ends at once; one that goes on is not kept waiting for its head.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Copies all messages and then the end of the call.</summary>
    public async Task CopyAsync(GrpcMessageStream messages, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var next = messages.ReadAsync(cancellationToken);
        if (LastEventId.IsIn(http.Request) && await EndsAsync(next) && StatusOf(response) is { Code: 0 })
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await BeginAsync(cancellationToken);
        var (last, id) = ("{}"u8.ToArray(), 0);
        while (await KeepAliveUntilAsync(next, cancellationToken) is { } bytes)
        {
            var message = method.Descriptor.OutputType.Parser.ParseFrom(bytes);
            (last, id) = (ResponseJson.Format(message), EventNumber.Of(message));
            await WriteAsync(http, "deployment", last, id, cancellationToken);
            next = messages.ReadAsync(cancellationToken);
        }

        await (StatusOf(response) is { Code: 0 } ? WriteAsync(http, "end", last, id, cancellationToken) : WriteErrorAsync(StatusOf(response), cancellationToken));
    }

    /// <summary>Ends a stream that has begun with an error of ours.</summary>
    /// <param name="http">The request.</param>
    /// <param name="error">The error.</param>
    /// <param name="isFinal">Whether it would be refused again.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static Task WriteErrorAsync(HttpContext http, CallError error, bool isFinal, CancellationToken cancellationToken)
    {
        var status = StatusBuilder.Build(error, CallContext.Of(http).Arrival.DecisionId);
        return WriteAsync(http, isFinal ? "end" : "error", StatusJson.Write(status, ErrorTable.For(error.Reason).Http), id: 0, cancellationToken);
    }

    private static Status? StatusOf(HttpResponseMessage response) => DeployerStatus.Read(response.TrailingHeaders) ?? DeployerStatus.Read(response.Headers);

    // One that fails is told as any other.
    private static async Task<bool> EndsAsync(Task<byte[]?> next)
    {
        await Task.WhenAny(next, Task.Delay(EndTimeout));
        return next.IsCompletedSuccessfully && await next is null;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await http.Response.Body.WriteAsync(Begun, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }

    private async Task<byte[]?> KeepAliveUntilAsync(Task<byte[]?> next, CancellationToken cancellationToken)
    {
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

        return WriteAsync(http, "error", StatusJson.Write(status, DeployerStatus.HttpStatusOf(status)), id: 0, cancellationToken);
    }

    // JSON from our writers has no line breaks, so one data line holds it. What has no number leaves that of the last event.
    private static async Task WriteAsync(HttpContext http, string name, byte[] json, int id, CancellationToken cancellationToken)
    {
        var number = id > 0 ? string.Create(CultureInfo.InvariantCulture, $"id: {id}\n") : "";
        byte[] text = [.. Encoding.ASCII.GetBytes($"{number}event: {name}\ndata: "), .. json, .. "\n\n"u8];
        await http.Response.Body.WriteAsync(text, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
