using Gatekeeper.Limits;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Gatekeeper.Tests.Limits;

public sealed class RateLimiterTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void TryTake_MoreThanTheBurst_IsRefusedUntilTimePasses()
    {
        var limiter = new RateLimiter(10, 2, 100, _time);
        var taken = Enumerable.Range(0, 30).Count(_ => limiter.TryTake("a", out var _));

        Assert.That(taken, Is.EqualTo(20));
        Assert.That(limiter.TryTake("a", out var retryAfter), Is.False);
        Assert.That(retryAfter, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
        _time.Advance(retryAfter);
        Assert.That(limiter.TryTake("a", out _), Is.True);
    }

    [Test]
    public void TryTake_OtherKey_HasItsOwnAllowance()
    {
        var limiter = new RateLimiter(1, 1, 100, _time);
        limiter.TryTake("a", out _);

        Assert.That(limiter.TryTake("a", out _), Is.False);
        Assert.That(limiter.TryTake("b", out _), Is.True);
    }

    [Test]
    public void HasAllowance_AfterFailures_SaysHowLongToWait()
    {
        var limiter = new RateLimiter(1, 1, 100, _time);

        Assert.That(limiter.HasAllowance("a", out _), Is.True);
        limiter.TryTake("a", out _);
        Assert.That(limiter.HasAllowance("a", out var retryAfter), Is.False);
        Assert.That(retryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }
}
