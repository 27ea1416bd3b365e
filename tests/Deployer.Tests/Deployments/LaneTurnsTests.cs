using Deployer.Deployments;

namespace Deployer.Tests.Deployments;

[TestFixture]
internal sealed class LaneTurnsTests
{
    private static readonly Lane Shop = new("shop", "test");
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    private LaneTurns _turns = null!;

    [SetUp]
    public void Create() => _turns = new LaneTurns();

    [Test]
    public async Task Enter_FreeLane_IsTakenAtOnce()
    {
        var entering = EnterAsync(Shop, 1, "a");
        Assert.That(entering.IsCompletedSuccessfully);
        (await entering).Dispose();
        Assert.That(EnterAsync(Shop, 2, "b").IsCompletedSuccessfully, "given back");
    }

    [Test]
    public async Task Enter_AnotherLane_DoesNotWait()
    {
        using var taken = await EnterAsync(Shop, 1, "a");
        Assert.That(EnterAsync(Shop with { Environment = "stage" }, 2, "b").IsCompletedSuccessfully);
        Assert.That(EnterAsync(Shop with { Application = "bank" }, 2, "c").IsCompletedSuccessfully);
    }

    [Test]
    public async Task Leave_ManyWait_TheEarliestTurnIsNext()
    {
        var first = await EnterAsync(Shop, 9, "first");
        var order = new List<string>();
        Task[] all = [TakeAsync(3, "c"), TakeAsync(1, "a"), TakeAsync(2, "b2"), TakeAsync(2, "b1")];
        Assert.That(order, Is.Empty);

        first.Dispose();
        await Task.WhenAll(all);

        Assert.That(order, Is.EqualTo((string[])["a", "b1", "b2", "c"]));

        async Task TakeAsync(int turn, string id)
        {
            using var taken = await EnterAsync(Shop, turn, id);
            order.Add(id);
        }
    }

    [Test]
    public async Task Leave_Twice_GivesTheLaneBackOnce()
    {
        var first = await EnterAsync(Shop, 1, "a");
        var second = EnterAsync(Shop, 2, "b");
        var third = EnterAsync(Shop, 3, "c");
        first.Dispose();
        using var taken = await second;
        first.Dispose();
        Assert.That(third.IsCompleted, Is.False);
    }

    [Test]
    public async Task Enter_Cancelled_GivesItsPlaceUp()
    {
        var first = await EnterAsync(Shop, 1, "a");
        using var end = new CancellationTokenSource();
        var second = _turns.EnterAsync(Shop, Time.AddSeconds(2), "b", end.Token);
        var third = EnterAsync(Shop, 3, "c");
        await end.CancelAsync();
        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());
        first.Dispose();
        (await third).Dispose();
        Assert.That(EnterAsync(Shop, 4, "d").IsCompletedSuccessfully);
    }

    [Test]
    public void Enter_CancelledBefore_TakesNothing()
    {
        Assert.That(async () => await _turns.EnterAsync(Shop, Time, "a", new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(EnterAsync(Shop, 1, "b").IsCompletedSuccessfully);
    }

    // A turn that comes as it is given up: it is either had or not, and the lane is lost in neither case.
    [Test]
    public async Task Enter_CancelledAsItsTurnComes_LosesNoLane()
    {
        for (var i = 0; i < 2000; i++)
        {
            var first = await EnterAsync(Shop, 1, "a");
            using var end = new CancellationTokenSource();
            var second = _turns.EnterAsync(Shop, Time.AddSeconds(2), "b", end.Token);
            await Task.WhenAll(Task.Run(first.Dispose), Task.Run(end.Cancel));
            try
            {
                (await second).Dispose();
            }
            catch (OperationCanceledException)
            {
                // It gave up in time.
            }

            var third = EnterAsync(Shop, 3, "c");
            Assert.That(third.IsCompletedSuccessfully, $"round {i}");
            (await third).Dispose();
        }
    }

    [Test]
    public async Task Enter_ManyThreads_OneAtATimeAndNoneForgotten()
    {
        var inside = 0;
        var together = 0;
        var served = 0;
        var gaveUp = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                // Some give up, some at once and some when it is theirs already.
                using var end = new CancellationTokenSource();
                var entering = _turns.EnterAsync(Shop, Time.AddSeconds(i), $"{thread}-{i}", end.Token);
                if (i % 3 == 0)
                {
                    await end.CancelAsync();
                }

                try
                {
                    using var taken = await entering;
                    together = Math.Max(together, Interlocked.Increment(ref inside));
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                    Interlocked.Increment(ref served);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref gaveUp);
                }
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.That((together, served + gaveUp), Is.EqualTo((1, 16 * 200)));
        Assert.That(EnterAsync(Shop, 1, "last").IsCompletedSuccessfully);
    }

    private Task<IDisposable> EnterAsync(Lane lane, int turn, string id) => _turns.EnterAsync(lane, Time.AddSeconds(turn), id, CancellationToken.None);
}
