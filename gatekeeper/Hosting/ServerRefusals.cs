using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Calls;
using Gatekeeper.Seam;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Hosting;

/// <summary>
/// Records what the server refuses by itself, before there is a request that the pipeline could see: heads that are no HTTP or too large or
/// too slow, frames that break the protocol. The server tells of them in its log only. Nothing that was sent is recorded, and a flood is
/// counted as other refusals are.
/// </summary>
internal sealed class ServerRefusals(IServiceProvider services, ConnectionAddresses addresses) : ILoggerProvider
{
    /// <summary>Where the server tells of malformed HTTP/1.1.</summary>
    public const string BadRequests = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";

    /// <summary>Where the server tells of malformed HTTP/2.</summary>
    public const string Http2 = "Microsoft.AspNetCore.Server.Kestrel.Http2";

    private const string Unread = "unread";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Listener(this, categoryName is BadRequests or Http2);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Record(string connection, ErrorReason reason, string detail)
    {
        // Found when it is needed: what makes the log writes logs itself.
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var arrival = new Arrival(DecisionIds.Create(now), now, CallContext.Rest, addresses.Of(connection));
        _ = RecordAsync(services.GetRequiredService<IDecisionLog>(), DecisionRecord.ForRefusal(arrival, Unread, reason, detail));
    }

    // Nobody waits for it, and nothing is allowed by it.
    private static async Task RecordAsync(IDecisionLog log, DecisionRecord record)
    {
        try
        {
            await log.RecordAsync(record, durable: false, CancellationToken.None);
        }
        catch (AuditUnavailableException)
        {
            // The log itself tells that it cannot be written.
        }
    }

    private static (ErrorReason Reason, string Detail)? Describe(string? told, Exception? exception) => (told, exception) switch
    {
        ("ConnectionBadRequest", BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }) => (ErrorReason.RequestTimeout, "The head of a request was too slow."),
        ("ConnectionBadRequest", BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge or StatusCodes.Status414UriTooLong or StatusCodes.Status431RequestHeaderFieldsTooLarge }) =>
            (ErrorReason.TooLarge, "The head of a request was too large."),
        ("ConnectionBadRequest", _) => (ErrorReason.InvalidRequest, "The head of a request was not well-formed HTTP."),
        ("Http2ConnectionError", _) => (ErrorReason.InvalidRequest, "A connection did not keep to HTTP/2, and was ended."),
        ("Http2StreamError", _) => (ErrorReason.InvalidRequest, "A request did not keep to HTTP/2."),
        ("HPackDecodingError", _) => (ErrorReason.InvalidRequest, "The head of a request could not be read as HTTP/2, and its connection was ended."),
        _ => null,
    };

    private sealed class Listener(ServerRefusals refusals, bool isHeard) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isHeard && logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (isHeard && Describe(eventId.Name, exception) is { } refusal && state is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                refusals.Record(values.FirstOrDefault(value => value.Key == "ConnectionId").Value as string ?? "", refusal.Reason, refusal.Detail);
            }
        }
    }
}
