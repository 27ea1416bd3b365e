using Gatekeeper.Seam;
using Grpc.Core;
using Grpc.Health.V1;

namespace Gatekeeper.Hosting;

/// <summary>The gatekeeper's own <c>grpc.health.v1.Health</c>, for anyone who asks.</summary>
internal sealed class HealthService(Readiness readiness, IHostApplicationLifetime lifetime) : Health.HealthBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWatch = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        IsKnown(request.Service)
            ? new HealthCheckResponse { Status = await StatusAsync(context.CancellationToken) }
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no such service."));

    /// <inheritdoc/>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        if (!IsKnown(request.Service))
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.ServiceUnknown });
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        end.CancelAfter(LongestWatch);
        try
        {
            await WatchAsync(responseStream, end.Token);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "Ask again."));
        }
    }

    private async Task WatchAsync(IServerStreamWriter<HealthCheckResponse> responses, CancellationToken cancellationToken)
    {
        HealthCheckResponse.Types.ServingStatus? last = null;
        while (true)
        {
            var status = await StatusAsync(cancellationToken);
            if (status != last)
            {
                await responses.WriteAsync(new HealthCheckResponse { Status = status }, cancellationToken);
                last = status;
            }

            await Task.Delay(WatchInterval, cancellationToken);
        }
    }

    private async Task<HealthCheckResponse.Types.ServingStatus> StatusAsync(CancellationToken cancellationToken) =>
        (await readiness.FindMissingAsync(cancellationToken)).Count == 0
            ? HealthCheckResponse.Types.ServingStatus.Serving
            : HealthCheckResponse.Types.ServingStatus.NotServing;

    private static bool IsKnown(string service) => service.Length == 0 || MethodCatalog.Services.Any(known => known.FullName == service);
}
