using System.Diagnostics.CodeAnalysis;
using Deploy.V1;
using Gateway.Contract.Grants;
using Gateway.Hosting.Background;
using Gateway.Hosting.Logging;
using Gateway.Hosting.Rpc;
using Grpc.Core;

namespace Gatekeeper.Execution;

/// <summary>
/// Keeps one stream of the deployer's questions open, and opens it again under a new grant whenever it ends: at once where it lasted, else
/// after a wait that doubles up to a bound.
/// </summary>
internal sealed partial class DecisionRequestWatcher(
    WorkerService.WorkerServiceClient deployer, ExecutionGrants grants, DecisionRequestQueue queue, TimeProvider time, ILogger<DecisionRequestWatcher> logger) : StoppableService
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);

    private readonly LogLimiter _failures = new(time);

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stoppingToken) => Task.WhenAll(queue.RunAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var delay = FirstRetryDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            var opened = time.GetTimestamp();
            await WatchOnceAsync(stoppingToken);
            delay = time.GetElapsedTime(opened) >= Lasting ? FirstRetryDelay : delay;
            await Task.Delay(delay, time, stoppingToken);
            delay = delay * 2 < LongestRetryDelay ? delay * 2 : LongestRetryDelay;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the deployer asks, it must be heard again.")]
    private async Task WatchOnceAsync(CancellationToken stoppingToken)
    {
        var request = new WatchDecisionRequestsRequest();
        try
        {
            using var call = deployer.WatchDecisionRequests(request, new Metadata { { GrantFormat.MetadataKey, grants.ForWatch(request) } }, cancellationToken: stoppingToken);
            await foreach (var asked in call.ResponseStream.ReadAllAsync(stoppingToken))
            {
                _failures.Reset();
                await queue.AddAsync(asked, stoppingToken);
            }
        }
        catch (RpcException e) when (!stoppingToken.IsCancellationRequested)
        {
            Tell(e);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            if (_failures.TryTell(e.Message, out _))
            {
                LogNotForeseen(logger, e);
            }
        }
    }

    // At once, and then once a minute: it is tried every two seconds for as long as it takes.
    private void Tell(RpcException e)
    {
        if (!_failures.TryTell(out _))
        {
            return;
        }

        LogNotOpen(logger, e.StatusCode, e.StatusCode switch
        {
            StatusCode.Unimplemented => "it is of a version that does not ask",
            StatusCode.Unavailable when e.Status.DebugException is not null => "nothing answers at Gatekeeper:Deployer:Socket, or what does is not used; is the deployer running?",
            _ => StatusText.Of(e.Status),
        });
    }

    [LoggerMessage(EventId = 8202, Level = LogLevel.Error, Message = "The deployer's questions were not heard, for a fault that was not foreseen; they are asked for again.")]
    private static partial void LogNotForeseen(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 8201, Level = LogLevel.Information, Message = "The deployer cannot ask for decisions at execution now ({Status}): {Problem}")]
    private static partial void LogNotOpen(ILogger logger, StatusCode status, string problem);
}
