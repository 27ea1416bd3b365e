using System.Diagnostics.CodeAnalysis;
using Gatekeeper.Audit;
using Gateway.Contract.Audit;
using Gateway.Hosting.Background;
using Gateway.Hosting.State;

namespace Gatekeeper.Reviews;

/// <summary>
/// Reads from the log which uses of exceptions there are, once, beside the calls: a log may be long, and nothing but reviews waits for it.
/// What is recorded meanwhile is told by <see cref="UseKeepingLog"/>, so that it does not matter how far the reading has come.
/// </summary>
/// <param name="uses">Is told.</param>
/// <param name="log">The log: open, and so whole, before it is read.</param>
/// <param name="options">Where it is.</param>
/// <param name="state">Where it is, where the options do not say.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told where the log can't be read.</param>
internal sealed partial class UseLogReader(
    ExceptionUses uses, DecisionLog log, DecisionLogOptions options, StateDirectory state, TimeProvider time, ILogger<UseLogReader> logger) : StoppableService
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var directory = Path.GetFullPath(options.DirectoryIn(state.FullPath));
        for (var delay = FirstRetryDelay; !await Task.Run(() => TryRead(directory, stoppingToken), stoppingToken);)
        {
            await Task.Delay(delay, time, stoppingToken);
            delay = delay * 2 < LongestRetryDelay ? delay * 2 : LongestRetryDelay;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever stands in the log, only reviews wait for it.")]
    private bool TryRead(string directory, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var record in UseReader.ReadAll(directory, stoppingToken))
            {
                uses.Add(record);
            }

            uses.EndReading();
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogUnreadable(logger, e);
            return false;
        }
    }

    [LoggerMessage(EventId = 7402, Level = LogLevel.Error, Message = "The uses of exceptions can't be read from the audit log, so no review is taken; it is tried again.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}
