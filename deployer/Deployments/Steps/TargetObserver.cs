using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Looks at a target within a time of its own.</summary>
internal sealed partial class TargetObserver(TimeProvider time, ILogger<TargetObserver> logger)
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    /// <summary>What the target shows; a target that cannot be observed, or not in time, is unknown.</summary>
    /// <param name="target">The target.</param>
    /// <param name="lane">Whose it is.</param>
    /// <param name="stop">Ends the wait, as the deployer stops or the caller goes.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<TargetState> ObserveAsync(ITarget target, Lane lane, CancellationToken stop)
    {
        if (!target.Capabilities.Observes)
        {
            return TargetState.Unknown;
        }

        using var late = new CancellationTokenSource(Enough, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            // Waited for no longer than that, whatever the target does with its token.
            var state = await target.ObserveAsync(credential: null, limit.Token).WaitAsync(limit.Token);
            foreach (var host in state.Hosts.Where(host => !host.IsKnown))
            {
                LogNotKnown(logger, lane.Application, lane.Environment, host.Host, host.Detail);
            }

            return state;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogNotObserved(logger, lane.Application, lane.Environment, e);
            return TargetState.Unknown;
        }
    }

    [LoggerMessage(EventId = 11005, Level = LogLevel.Warning, Message = "{Application} in {Environment}: what is current on host {Host} is not known. {Reason}")]
    private static partial void LogNotKnown(ILogger logger, string application, string environment, string host, string reason);

    [LoggerMessage(EventId = 11006, Level = LogLevel.Warning, Message = "{Application} in {Environment}: the target could not be observed.")]
    private static partial void LogNotObserved(ILogger logger, string application, string environment, Exception reason);
}
