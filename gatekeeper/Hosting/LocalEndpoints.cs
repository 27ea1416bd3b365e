using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Limits;
using Gatekeeper.Seam;
using Grpc.Reflection;

namespace Gatekeeper.Hosting;

/// <summary>
/// What the gatekeeper answers itself: health and server reflection. A pipeline of its own, which calls never enter. Anybody may ask for
/// health, so what is asked is read whole and in time, and of streams an address has a few.
/// </summary>
internal sealed class LocalEndpoints
{
    private static readonly byte[] Alive = "{\"status\":\"alive\"}"u8.ToArray();

    // A question about health holds a name of a service, and nothing else.
    private const int MaxQuestionBytes = 1024;
    private const int MaxWatchesPerAddress = 16;

    private readonly RequestDelegate _pipeline;
    private readonly CallOptions _options;
    private readonly KeyedSlots _watches = new(MaxWatchesPerAddress);

    /// <summary>Builds the pipeline.</summary>
    public LocalEndpoints(IServiceProvider services, CallOptions options)
    {
        _options = options;
        var builder = new ApplicationBuilder(services);
        builder.UseRouting();
        builder.UseEndpoints(Map);
        _pipeline = builder.Build();
    }

    /// <summary>Answers.</summary>
    /// <exception cref="CallException">The question does not come in time, is too long, or its address has too many open.</exception>
    public Task AnswerAsync(HttpContext http) =>
        CallContext.Of(http) is { Local: LocalEndpoint.Open, Arrival.Door: CallContext.Grpc } context ? AnswerHealthAsync(http, context) : _pipeline(http);

    private async Task AnswerHealthAsync(HttpContext http, CallContext context)
    {
        using var slot = _watches.TryEnter(AddressKeys.Of(context.Arrival.RemoteIp))
            ?? throw new CallException(new CallError(ErrorReason.RateLimited, "Too many questions about health are open from this address.") { RetryAfter = TimeSpan.FromSeconds(1) });
        http.Request.Body = new MemoryStream(await BodyReader.ReadAsync(http.Request, MaxQuestionBytes, _options.BodyTimeout), writable: false);
        await _pipeline(http);
    }

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<HealthService>();
        endpoints.MapGrpcService<ReflectionV1ServiceImpl>();
        endpoints.MapGrpcService<ReflectionServiceImpl>();
        endpoints.MapGet(LocalPaths.Healthz, (RequestDelegate)AnswerAliveAsync);
        endpoints.MapGet(LocalPaths.Readyz, (RequestDelegate)AnswerReadyAsync);
    }

    private static Task AnswerAliveAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status200OK, Alive);

    private static async Task AnswerReadyAsync(HttpContext http)
    {
        var (isReady, document) = await http.RequestServices.GetRequiredService<ReadyDocument>().WriteAsync(http.RequestAborted);
        await WriteAsync(http, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, document);
    }

    private static Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
