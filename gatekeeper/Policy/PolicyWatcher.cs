namespace Gatekeeper.Policy;

/// <summary>
/// Loads the policies again when their files change. Notifications of the file system make it quick; looking again at an interval makes it
/// sure, because not every file system sends them.
/// </summary>
internal sealed partial class PolicyWatcher(PolicyStore policies, PolicyOptions options, TimeProvider time, ILogger<PolicyWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _changed = new(0, 1);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Watch)
        {
            return;
        }

        using var watcher = TryWatch();
        while (!stoppingToken.IsCancellationRequested)
        {
            var state = PolicyFolderState.Read(options.Directory);
            if (state != policies.FolderState)
            {
                await SettleAsync(state, stoppingToken);
                policies.Reload();
            }

            await _changed.WaitAsync(LookInterval, stoppingToken);
        }
    }

    // Files are often written one by one; a set in between would be refused, or worse, compile.
    private async Task SettleAsync(PolicyFolderState state, CancellationToken stoppingToken)
    {
        var last = state;
        do
        {
            state = last;
            await Task.Delay(options.ReloadDelay, time, stoppingToken);
            last = PolicyFolderState.Read(options.Directory);
        }
        while (last != state);
    }

    // The system's watches are few and shared; without one the looks at an interval remain.
    private FileSystemWatcher? TryWatch()
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(options.Directory) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => Signal();
            watcher.Created += (_, _) => Signal();
            watcher.Deleted += (_, _) => Signal();
            watcher.Renamed += (_, _) => Signal();
            watcher.Error += (_, _) => Signal();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            LogNoNotifications(logger, options.Directory, e.Message);
            watcher?.Dispose();
            return null;
        }
    }

    private void Signal()
    {
        try
        {
            _changed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is known already, or nobody watches any more.
        }
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Changes in {Directory} are found by looking at an interval only: {Error}")]
    private static partial void LogNoNotifications(ILogger logger, string directory, string error);
}
