namespace Gatekeeper.Hosting;

/// <summary>Says when the gatekeeper serves, and takes it back before it stops.</summary>
internal sealed partial class Lifecycle(ReadyFile ready, IHostApplicationLifetime lifetime, ILogger<Lifecycle> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A file that a killed process left behind names an address that is not ours.
        ready.Delete();
        lifetime.ApplicationStarted.Register(Announce);
        lifetime.ApplicationStopping.Register(ready.Delete);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Announce()
    {
        ready.Write();
        LogServing(logger, ready.Url);
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Serving at {Url}.")]
    private static partial void LogServing(ILogger logger, string url);
}
