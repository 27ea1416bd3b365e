using Gateway.Hosting.Background;

namespace Gatekeeper.Hosting;

/// <summary>Looks a few times a second at what <see cref="Readiness"/> tells, whether or not anybody calls.</summary>
internal sealed class ReadinessWatch(ReadinessProbe probe, TimeProvider time) : StoppableService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await probe.ProbeAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
