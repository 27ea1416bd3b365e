using Deployer.Configuration;
using Deployer.Deployments.Journal;
using Gateway.Hosting.Background;

namespace Deployer.Deployments;

/// <summary>Keeps the journal from growing without end: once an hour, and a few at a time, so that nobody waits for it.</summary>
internal sealed partial class JournalKeeper(DeploymentJournal journal, DeployerOptions options, TimeProvider time, ILogger<JournalKeeper> logger) : StoppableService
{
    private const int BatchSize = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(100);

    /// <summary>Removes what need not be kept any longer.</summary>
    /// <returns>How many deployments.</returns>
    /// <exception cref="JournalUnavailableException">The journal cannot be used.</exception>
    public async Task<int> TrimAsync(CancellationToken cancellation)
    {
        var removed = 0;
        while (journal.Expired(options.Journal.MaxDeployments, time.GetUtcNow() - options.Journal.KeepFor, BatchSize) is [_, ..] expired)
        {
            removed += await journal.RemoveAsync(expired);
            await Task.Delay(BetweenBatches, time, cancellation);
        }

        return removed;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Pause, time, stoppingToken);
            try
            {
                if (await TrimAsync(stoppingToken) is > 0 and var removed)
                {
                    LogRemoved(logger, removed);
                }
            }
            catch (JournalUnavailableException e)
            {
                LogFailed(logger, e.Message);
            }
        }
    }

    [LoggerMessage(EventId = 1310, Level = LogLevel.Information, Message = "{Count} deployments that were over long ago were removed from the journal (Deployer:Journal).")]
    private static partial void LogRemoved(ILogger logger, int count);

    [LoggerMessage(EventId = 1311, Level = LogLevel.Warning, Message = "What was over long ago could not be removed from the journal, and is tried again in an hour: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
