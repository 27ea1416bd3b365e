using Deployer.Grants;
using Microsoft.Extensions.Time.Testing;

namespace Deployer.Tests.Grants;

[TestFixture]
internal sealed class GrantClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Now_ClockSetBack_StaysWithWhatGrantsHaveShown()
    {
        var time = new SteppingTime(Noon);
        var clock = new GrantClock(time);
        clock.Observe(Noon.ToUnixTimeSeconds());
        time.Advance(TimeSpan.FromSeconds(100));
        time.Step(TimeSpan.FromMinutes(-10));
        Assert.That(clock.Now(), Is.EqualTo(Noon.ToUnixTimeSeconds() + 100));
    }

    [Test]
    public void Now_ClockWronglyAheadAndSetRight_IsFollowed()
    {
        var time = new SteppingTime(Noon);
        var clock = new GrantClock(time);
        clock.Observe(Noon.ToUnixTimeSeconds());
        time.Step(TimeSpan.FromHours(1));
        Assert.That(clock.Now(), Is.EqualTo(Noon.ToUnixTimeSeconds() + 3600));
        time.Step(TimeSpan.FromHours(-1));
        Assert.That(clock.Now(), Is.EqualTo(Noon.ToUnixTimeSeconds()));
    }

    [Test]
    public void Observe_OlderGrant_ChangesNothing()
    {
        var clock = new GrantClock(new SteppingTime(Noon.AddHours(-1)));
        clock.Observe(Noon.ToUnixTimeSeconds());
        clock.Observe(Noon.ToUnixTimeSeconds() - 20);
        Assert.That(clock.Now(), Is.EqualTo(Noon.ToUnixTimeSeconds()));
    }

    /// <summary>A clock whose wall time can be set apart from the monotonic one.</summary>
    private sealed class SteppingTime(DateTimeOffset start) : TimeProvider
    {
        private readonly FakeTimeProvider _monotonic = new(start);
        private TimeSpan _step;

        public override long TimestampFrequency => _monotonic.TimestampFrequency;

        public void Step(TimeSpan by) => _step += by;

        public void Advance(TimeSpan by) => _monotonic.Advance(by);

        public override DateTimeOffset GetUtcNow() => _monotonic.GetUtcNow() + _step;

        public override long GetTimestamp() => _monotonic.GetTimestamp();
    }
}
