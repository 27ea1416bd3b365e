using Deployer.Deployments;
using Microsoft.Extensions.Time.Testing;

namespace Deployer.Tests.Deployments;

[TestFixture]
internal sealed class SlotsTests
{
    private readonly FakeTimeProvider _time = new();
    private Slots _slots = null!;

    [SetUp]
    public void Create() => _slots = new Slots(4, _time);

    [Test]
    public async Task EnterAsync_ManyOfOneApplication_LeaveTheLastSlotToAnother()
    {
        Task[] shop = [.. Enumerable.Range(0, 6).Select(_ => EnterAsync("shop"))];
        Assert.That(shop.Count(task => task.IsCompleted), Is.EqualTo(3));
        await EnterAsync("blog");

        // Its next one comes before those of whoever holds more, though they have waited longer.
        var second = EnterAsync("blog");
        _slots.Leave("blog");
        await second.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.That(shop.Count(task => task.IsCompleted), Is.EqualTo(3));

        // The last that is free is kept for an application that has none; of two, one goes on in turn.
        _slots.Leave("shop");
        Assert.That(shop.Count(task => task.IsCompleted), Is.EqualTo(3));
        _slots.Leave("shop");
        Assert.That(() => shop.Count(task => task.IsCompleted), Is.EqualTo(4).After(2000, 5));
        await EnterAsync("wiki").WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task EnterAsync_OnlySlot_IsTakenInTurn()
    {
        _slots = new Slots(1, _time);
        await EnterAsync("shop");
        var next = EnterAsync("shop");
        Assert.That(next.IsCompleted, Is.False);
        _slots.Leave("shop");
        await next.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task EnterAsync_Cancelled_HoldsNone()
    {
        _slots = new Slots(1, _time);
        using var cancelled = new CancellationTokenSource();
        await EnterAsync("shop");
        var given = _slots.EnterAsync("shop", cancelled.Token);
        var next = EnterAsync("blog");
        await cancelled.CancelAsync();
        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        _slots.Leave("shop");
        await next.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task PauseAsync_Meanwhile_OthersHaveTheSlot()
    {
        _slots = new Slots(1, _time);
        using var slot = new Slot(_slots, "shop");
        await slot.EnterAsync(CancellationToken.None);
        var pause = slot.PauseAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        await EnterAsync("blog");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(pause.IsCompleted, Is.False);
        _slots.Leave("blog");
        await pause.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task AwaitAsync_AnswerThatIsLate_LeavesTheSlotMeanwhile()
    {
        _slots = new Slots(1, _time);
        using var slot = new Slot(_slots, "shop");
        await slot.EnterAsync(CancellationToken.None);
        using var stream = new MemoryStream();
        Assert.That(await slot.AwaitAsync<MemoryStream>(Task.FromResult<MemoryStream?>(stream), CancellationToken.None), Is.SameAs(stream));
        var blog = EnterAsync("blog");
        Assert.That(blog.IsCompleted, Is.False, "what comes at once keeps the slot");

        var late = new TaskCompletionSource<MemoryStream?>();
        var waiting = slot.AwaitAsync(late.Task, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        await blog.WaitAsync(TimeSpan.FromSeconds(5));
        late.SetResult(stream);
        Assert.That(waiting.IsCompleted, Is.False);
        _slots.Leave("blog");
        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(5)), Is.SameAs(stream));
    }

    [Test]
    public async Task AwaitAsync_CancelledBeforeTheSlotIsBack_DisposesOfTheAnswer()
    {
        _slots = new Slots(1, _time);
        using var cancelled = new CancellationTokenSource();
        using var slot = new Slot(_slots, "shop");
        await slot.EnterAsync(CancellationToken.None);
        var late = new TaskCompletionSource<MemoryStream?>();
        var waiting = slot.AwaitAsync(late.Task, cancelled.Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        await EnterAsync("blog").WaitAsync(TimeSpan.FromSeconds(5));
        var stream = new MemoryStream();
        late.SetResult(stream);
        await cancelled.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(stream.CanRead, Is.False);
    }

    private Task EnterAsync(string application) => _slots.EnterAsync(application, CancellationToken.None);
}
