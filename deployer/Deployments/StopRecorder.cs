using Deployer.Audit;
using Deployer.Deployments.Journal;
using Gateway.Hosting.Background;
using Gateway.Hosting.Logging;

namespace Deployer.Deployments;

/// <summary>
/// Puts on record what the deployer stops by itself, so that it can be seen without the journal why what was allowed did not run. At least
/// once: what could not be recorded waits in the journal, and after a crash the last few may be there twice.
/// </summary>
internal sealed partial class StopRecorder(DeploymentJournal journal, WorkerLog log, TimeProvider time, ILogger<StopRecorder> logger) : StoppableService
{
    private const int BatchSize = 32;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private readonly LogLimiter _failures = new(time);
    private readonly Bell _bell = new();

    /// <summary>What came until the end is recorded, too.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryRecordAllAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _bell.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        journal.StopNoted += _bell.Ring;
        try
        {
            while (true)
            {
                var pause = await TryRecordAllAsync() ? LookAgain : RetryPause;
                await _bell.WaitAsync(time.GetUtcNow() + pause, time, stoppingToken);
            }
        }
        finally
        {
            journal.StopNoted -= _bell.Ring;
        }
    }

    /// <returns>Whether nothing is left.</returns>
    private async Task<bool> TryRecordAllAsync()
    {
        try
        {
            while (journal.Stops(BatchSize) is [_, ..] stops)
            {
                await RecordAsync(stops);
            }

            _failures.Reset();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever it is, deployments do not end for it.
            if (_failures.TryTell(out var untold))
            {
                LogNotRecorded(logger, e.Message, untold);
            }

            return false;
        }
    }

    // One after another: what is on record is forgotten, even where the next one cannot be recorded.
    private async Task RecordAsync(IEnumerable<NotedStop> stops)
    {
        long? through = null;
        try
        {
            foreach (var stop in stops)
            {
                await RecordAsync(stop);
                through = stop.Position;
            }
        }
        finally
        {
            if (through is { } position)
            {
                await journal.ForgetStopsAsync(position);
            }
        }
    }

    private async Task RecordAsync(NotedStop stop)
    {
        if (journal.FindWhole(stop.Deployment) is not { } history || history.Facts.Count < stop.Ordinal)
        {
            // Damaged, which is in the program's log: there is nothing that could be said of it, and the others must not wait for it.
            return;
        }

        var fact = history.Facts[stop.Ordinal - 1].Fact;
        var after = history.SnapshotAt(stop.Ordinal);
        await log.RecordStopAsync(after, DeploymentMessages.NameOf(after.State), DeploymentStops.Describe(fact), DeploymentStops.DecisionOf(fact));
    }

    [LoggerMessage(EventId = 11011, Level = LogLevel.Error, Message = "What stopped before its push could not be put on record, and is tried again: {Reason} ({Untold} more tries since the last that was told)")]
    private static partial void LogNotRecorded(ILogger logger, string reason, long untold);
}
