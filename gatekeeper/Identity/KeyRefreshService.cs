using Gateway.Hosting.Background;

namespace Gatekeeper.Identity;

/// <summary>Keeps every issuer's keys current.</summary>
internal sealed class KeyRefreshService(IEnumerable<IssuerKeyRing> rings, TimeProvider time) : StoppableService
{
    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stoppingToken) => Task.WhenAll(rings.Select(ring => PollAsync(ring, stoppingToken)));

    private async Task PollAsync(IssuerKeyRing ring, CancellationToken stoppingToken)
    {
        while (true)
        {
            await ring.PollAsync(stoppingToken);
            await Task.Delay(ring.PollInterval, time, stoppingToken);
        }
    }
}
