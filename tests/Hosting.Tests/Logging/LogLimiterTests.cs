using Gateway.Hosting.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hosting.Tests.Logging;

[TestFixture]
internal sealed class LogLimiterTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void TryTell_Flood_IsToldOnceAMinuteWithItsNumber()
    {
        var limiter = new LogLimiter(_time);
        Assert.That((limiter.TryTell(out var untold), untold), Is.EqualTo((true, 0L)));
        for (var i = 0; i < 5; i++)
        {
            Assert.That(limiter.TryTell(out _), Is.False);
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That((limiter.TryTell(out untold), untold), Is.EqualTo((true, 5L)));
        Assert.That(limiter.TryTell(out _), Is.False);
    }

    [Test]
    public void TryTell_AfterItWasOver_IsToldAtOnce()
    {
        var limiter = new LogLimiter(_time);
        limiter.TryTell(out _);
        limiter.TryTell(out _);
        limiter.Reset();
        Assert.That((limiter.TryTell(out var untold), untold), Is.EqualTo((true, 0L)));
    }
}
