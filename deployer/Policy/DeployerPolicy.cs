using Gatekeeper.Rego;

namespace Deployer.Policy;

/// <summary>
/// The policies in use: loaded at the start, which a broken set stops, and again whenever their files change. A set that does not
/// load or compile is reported and the last good one stays.
/// </summary>
internal sealed partial class DeployerPolicy(string directory, PolicySnapshot first, TimeProvider time, ILogger<DeployerPolicy> logger) : BackgroundService, IDeployerPolicy
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private volatile PolicySnapshot _current = first;
    private string _seen = FolderStamp.Of(directory);

    /// <value>The revision in use.</value>
    public string Revision => _current.Revision;

    /// <inheritdoc/>
    public PolicyAnswer MayUseArtifact(RegoObject input) => _current.AskArtifact(input);

    /// <inheritdoc/>
    public PolicyAnswer MayReadCredential(RegoObject input) => _current.AskCredentials(input);

    /// <summary>Loads the files anew where they have changed since the last look.</summary>
    public void Refresh()
    {
        try
        {
            string stamp = FolderStamp.Of(directory);
            if (stamp != _seen)
            {
                _seen = stamp;
                Use(PolicySnapshot.Load(directory));
            }
        }
        catch (Exception e) when (e is PolicyLoadException or RegoCompilationException or IOException or UnauthorizedAccessException)
        {
            LogKept(logger, _current.Revision, e.Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            Refresh();
        }
    }

    private void Use(PolicySnapshot snapshot)
    {
        if (snapshot.Revision != _current.Revision)
        {
            _current = snapshot;
            LogLoaded(logger, snapshot.Revision);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Policy revision {Revision} is in use.")]
    private static partial void LogLoaded(ILogger logger, string revision);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "The changed policies cannot be used; revision {Revision} stays. {Reason}")]
    private static partial void LogKept(ILogger logger, string revision, string reason);
}
