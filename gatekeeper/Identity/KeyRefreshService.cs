namespace Gatekeeper.Identity;

/// <summary>Keeps every issuer's keys current.</summary>
internal sealed class KeyRefreshService(IEnumerable<IssuerKeyRing> rings, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(rings.Select(ring => PollAsync(ring, stoppingToken)));

    private async Task PollAsync(IssuerKeyRing ring, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ring.PollInterval, time);
        do
        {
            await ring.PollAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
