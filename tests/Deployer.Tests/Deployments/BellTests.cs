using Deployer.Deployments;
using Microsoft.Extensions.Time.Testing;

namespace Deployer.Tests.Deployments;

[TestFixture]
internal sealed class BellTests
{
    private readonly FakeTimeProvider _time = new();
    private Bell _bell = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    [SetUp]
    public void Create() => _bell = new Bell();

    [TearDown]
    public void Dispose() => _bell.Dispose();

    [Test]
    public void Wait_RungBefore_DoesNotWait()
    {
        _bell.Ring();
        _bell.Ring();
        Assert.That(_bell.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.That(_bell.WaitAsync(CancellationToken.None).IsCompleted, Is.False, "twice is once");
    }

    [Test]
    public async Task Wait_ThenRung_Ends()
    {
        var waiting = _bell.WaitAsync(Now.AddHours(1), _time, CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        _bell.Ring();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Wait_TimeComes_Ends()
    {
        var waiting = _bell.WaitAsync(Now.AddSeconds(20), _time, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.That(waiting.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Wait_TimeIsOver_DoesNotWait(int seconds) => Assert.That(_bell.WaitAsync(Now.AddSeconds(seconds), _time, CancellationToken.None).IsCompletedSuccessfully);

    // Whoever waits looks at the clock again: it may have been set.
    [Test]
    public async Task Wait_TimeFarAhead_EndsAfterAMinute()
    {
        var waiting = _bell.WaitAsync(DateTimeOffset.MaxValue, _time, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(waiting.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Wait_Cancelled_Throws()
    {
        using var end = new CancellationTokenSource();
        var waiting = _bell.WaitAsync(Now.AddHours(1), _time, end.Token);
        await end.CancelAsync();
        Assert.That(async () => await waiting.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Ring_FromManyThreads_NeitherThrowsNorIsLost()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                _bell.Ring();
            }
        })));
        Assert.That(_bell.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
    }
}
