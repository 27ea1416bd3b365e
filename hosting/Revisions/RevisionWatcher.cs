using System.Diagnostics.CodeAnalysis;
using Gateway.Hosting.Background;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting.Revisions;

/// <summary>
/// Looks at the policies again and again. Not every file system tells of changes, and a directory that was replaced or mounted anew
/// tells nobody; a look opens nothing and costs a few microseconds a file.
/// </summary>
public sealed partial class RevisionWatcher(RevisionStore store, TimeProvider time, ILogger<RevisionWatcher> logger) : StoppableService
{
    /// <summary>How often the first revision is looked for.</summary>
    internal static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stoppingToken) => Task.Run(() => WatchAsync(stoppingToken), stoppingToken);

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Look(stoppingToken);
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong in one look, there must be a next one.")]
    private void Look(CancellationToken stoppingToken)
    {
        try
        {
            store.Look(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start looks again.
        }
        catch (Exception e)
        {
            LogFailed(logger, e);
        }
    }

    [LoggerMessage(EventId = 7105, Level = LogLevel.Critical, Message = "Looking for new policies failed.")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
