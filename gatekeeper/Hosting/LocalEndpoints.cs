using Gatekeeper.Calls;
using Grpc.Reflection;

namespace Gatekeeper.Hosting;

/// <summary>What the gatekeeper answers itself: health and server reflection. A pipeline of its own, which calls never enter.</summary>
internal sealed class LocalEndpoints
{
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

    private static Task AnswerAliveAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status200OK, "{\"status\":\"alive\"}");

    private static async Task AnswerReadyAsync(HttpContext http)
    {
        var missing = await http.RequestServices.GetRequiredService<Readiness>().FindMissingAsync(http.RequestAborted);
        await (missing.Count == 0
            ? WriteAsync(http, StatusCodes.Status200OK, "{\"status\":\"ready\",\"missing\":[]}")
            : WriteAsync(http, StatusCodes.Status503ServiceUnavailable, $"{{\"status\":\"not ready\",\"missing\":[\"{string.Join("\",\"", missing)}\"]}}"));
    }

    private static Task WriteAsync(HttpContext http, int status, string json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(json, http.RequestAborted);
    }
}
