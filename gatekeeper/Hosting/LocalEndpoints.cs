using Gatekeeper.Calls;
using Grpc.Reflection;

namespace Gatekeeper.Hosting;

/// <summary>What the gatekeeper answers itself: health and server reflection. A pipeline of its own, which calls never enter.</summary>
internal sealed class LocalEndpoints
{
    private static readonly byte[] Alive = "{\"status\":\"alive\"}"u8.ToArray();

    private readonly RequestDelegate _pipeline;

    /// <summary>Builds the pipeline.</summary>
    public LocalEndpoints(IServiceProvider services)
    {
        var builder = new ApplicationBuilder(services);
        builder.UseRouting();
        builder.UseEndpoints(Map);
        _pipeline = builder.Build();
    }

    /// <summary>Answers.</summary>
    public Task AnswerAsync(HttpContext http) => _pipeline(http);

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
