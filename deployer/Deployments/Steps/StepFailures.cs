using Deployer.Errors;
using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Says and records what follows a step that failed: the end, a rollback, or one more try of it.</summary>
internal sealed partial class StepFailures(TargetObserver observer, TimeProvider time, ILogger<StepFailures> logger)
{
    /// <summary>How often a rollback is tried before the deployment counts as failed.</summary>
    public const int MaxRollbackTries = 5;

    private const int MaxFetchPauseSeconds = 60;
    private const int MaxDoublings = 6;

    /// <summary>Records what follows.</summary>
    /// <param name="run">The deployment.</param>
    /// <param name="kind">The step.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="stop">When to stop, and how soon.</param>
    /// <exception cref="TransitionRefusedException">The deployment was cancelled meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The deployer stops; the next start comes here again.</exception>
    public async Task SettleAsync(DeploymentRun run, StepKind kind, Exception reason, StopSignals stop)
    {
        LogFailed(logger, run.Snapshot.Id, kind, reason.Message, reason.InnerException?.Message ?? "");
        if (reason is not (StepFailedException or OutcomeUnknownException or IOException or UnauthorizedAccessException))
        {
            LogUnforeseen(logger, run.Snapshot.Id, reason);
        }

        var error = ErrorOf(reason);
        await (kind switch
        {
            StepKind.RollBack => TryAgainAsync(run, error, stop.Soon),
            StepKind.Fetch when reason is IOException => FetchAgainAsync(run, error),
            StepKind.CheckHealth => RollBackAsync(run, error),
            StepKind.Push when run.Snapshot.Push is { } push => SettlePushAsync(run, push, error, reason is OutcomeUnknownException, stop.Now),
            _ => run.RecordAsync(new DeploymentFailed { Error = error }),
        });
    }

    /// <summary>What callers are told of what went wrong: no secret and no path.</summary>
    public static string ErrorOf(Exception reason) => reason switch
    {
        StepFailedException or OutcomeUnknownException or SourceUnavailableException => reason.Message,
        IOException or UnauthorizedAccessException => "A file operation failed; the deployer's log has the cause.",
        _ => "The step failed unexpectedly.",
    };

    private async Task SettlePushAsync(DeploymentRun run, PushStarted push, string error, bool isOutcomeUnknown, CancellationToken stop)
    {
        var state = await observer.ObserveAsync(run.Target, Lane.Of(run.Snapshot), stop);
        await (PushAftermaths.Of(push, state, isOutcomeUnknown) switch
        {
            PushAftermath.GoOn => run.RecordAsync(new ReleaseSwitched()),
            PushAftermath.RollBack => RollBackAsync(run, error),
            PushAftermath.Fail => run.RecordAsync(new DeploymentFailed { Error = error, IsTargetUnchanged = IsAsBefore(push, state) }),
            _ => run.RecordAsync(new DeploymentFailed { Error = $"{error} The state of the target is not known." }),
        });
    }

    // The new release is nowhere; but that need not mean that the one before it is still there.
    private static bool IsAsBefore(PushStarted push, TargetState state) =>
        push.Previous.Length == 0 ? state.Hosts.All(host => string.IsNullOrEmpty(host.Release)) : state.IsEverywhere(push.Previous);

    /// <summary>Records the intent to put the target back; or the end, where it cannot be put back.</summary>
    /// <param name="run">The deployment, its push begun.</param>
    /// <param name="error">Why.</param>
    /// <exception cref="TransitionRefusedException">It is over.</exception>
    public static Task RollBackAsync(DeploymentRun run, string error) => run.Target.Capabilities.RevertsWithoutArtifact
        ? run.RecordAsync(new RollbackStarted { Error = error })
        : run.RecordAsync(new DeploymentFailed { Error = $"{error} The release is current, and this target does not return to the one before it." });

    /// <summary>How long to wait after a try to fetch the artifact that failed, ever longer.</summary>
    /// <param name="tries">How many have failed.</param>
    public static TimeSpan FetchPause(int tries) => TimeSpan.FromSeconds(Math.Min(MaxFetchPauseSeconds, Math.Pow(2, Math.Min(tries, MaxDoublings))));

    // What may pass is tried again for as long as the preparation may take.
    private Task FetchAgainAsync(DeploymentRun run, string error)
    {
        var tries = run.Snapshot.FetchTries + 1;
        var deadline = DeploymentDeadlines.OfPreparing(run.Snapshot);
        return time.GetUtcNow() + FetchPause(tries) >= deadline
            ? run.RecordAsync(new DeploymentExpired { Reason = $"The artifact could not be fetched until {deadline:u}: {error}" })
            : run.RecordAsync(new FetchTried { Try = tries, Error = error });
    }

    // A try counts once it has failed: a crash in the midst of one is only a pause. The last one is told by the end itself.
    private async Task TryAgainAsync(DeploymentRun run, string error, CancellationToken stop)
    {
        var tries = run.Snapshot.RollbackTries + 1;
        if (tries >= MaxRollbackTries)
        {
            await run.RecordAsync(new DeploymentFailed { Error = $"{run.Snapshot.Error} The release before it could not be restored: {error}" });
            return;
        }

        await run.RecordAsync(new RollbackTried { Try = tries, Error = error });
        run.Slot.Leave();
        await Task.Delay(TimeSpan.FromSeconds(tries), time, stop);
    }

    [LoggerMessage(EventId = 11002, Level = LogLevel.Warning, Message = "Deployment {Id}: {Step} failed. {Reason} {Cause}")]
    private static partial void LogFailed(ILogger logger, string id, StepKind step, string reason, string cause);

    [LoggerMessage(EventId = 11004, Level = LogLevel.Error, Message = "Deployment {Id}: a step failed unexpectedly.")]
    private static partial void LogUnforeseen(ILogger logger, string id, Exception reason);
}
