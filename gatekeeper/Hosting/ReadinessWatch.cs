using Gateway.Hosting.Background;

namespace Gatekeeper.Hosting;

/// <summary>Looks a few times a second at what <see cref="Readiness"/> tells, whether or not anybody calls.</summary>
internal sealed class ReadinessWatch(ReadinessProbe probe, IHostApplicationLifetime lifetime, TimeProvider time) : StoppableService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        // Nobody asks before the program serves; and a start that fails has one thing to say.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await probe.ProbeAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
