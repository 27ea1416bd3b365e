using Gatekeeper.Identity;
using Gatekeeper.Limits;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>
/// Reads the whole request into a typed, validated call. Nothing has been sent anywhere when this step refuses. The time of the call is
/// now, when its message is whole: a body that trickles in is not decided for the moment at which its head came, nor with a token that
/// has ended since.
/// </summary>
internal sealed class CallReadingMiddleware(RequestDelegate next, GrpcCallReader grpc, RestCallReader rest, CallerProof proof, InFlightLimits limits, TimeProvider time)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        using var held = limits.Begin(context.Caller!);
        var message = context.Arrival.Door == CallContext.Grpc ? await grpc.ReadAsync(http, context, held) : await rest.ReadAsync(http, context, held);
        var arrived = context.Arrival.Time;
        context.Arrival = context.Arrival with { Time = time.GetUtcNow() };

        // Tokens begin and end at seconds.
        if (context.Arrival.Time.ToUnixTimeSeconds() != arrived.ToUnixTimeSeconds())
        {
            await proof.ProveAsync(http, context);
        }

        _ = context.TimeLeft(time);
        context.Call = CallBuilder.Build(context, message);
        if (context.Method!.IsServerStreaming)
        {
            // A stream lasts, and its message is small: streams are bounded by their number.
            held.Dispose();
        }

        await next(http);
    }
}
