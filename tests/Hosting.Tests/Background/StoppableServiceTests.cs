using Gateway.Hosting.Background;

namespace Hosting.Tests.Background;

[TestFixture]
internal sealed class StoppableServiceTests
{
    [Test]
    public async Task Stop_WhateverTheWorkThrowsThen_IsNoFault()
    {
        using var service = new Waiting();
        await service.StartAsync(CancellationToken.None);
        await service.StopAsync(CancellationToken.None);
        Assert.That(service.ExecuteTask!.Status, Is.EqualTo(TaskStatus.RanToCompletion));
    }

    // What the host does after a start that failed.
    [Test]
    public async Task Dispose_WhileItWorks_IsNoFault()
    {
        var service = new Waiting();
        await service.StartAsync(CancellationToken.None);
        service.Dispose();
        Assert.That(() => service.ExecuteTask!.Status, Is.EqualTo(TaskStatus.RanToCompletion).After(2000, 10));
    }

    [Test]
    public async Task Run_ThatFailsByItself_IsAFault()
    {
        using var service = new Waiting { Delay = TimeSpan.Zero };
        await service.StartAsync(CancellationToken.None);
        Assert.That(async () => await service.ExecuteTask!, Throws.TypeOf<InvalidOperationException>());
    }

    private sealed class Waiting : StoppableService
    {
        public TimeSpan Delay { get; init; } = Timeout.InfiniteTimeSpan;

        protected override async Task RunAsync(CancellationToken stoppingToken)
        {
            // As a call does that is cut off: it need not be the cancellation that comes out.
            await Task.Delay(Delay, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("cut off");
        }
    }
}
