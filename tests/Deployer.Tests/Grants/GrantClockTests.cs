using Deployer.Grants;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Deployer.Tests.Grants;

[TestFixture]
internal sealed class GrantClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private SteppingTime _time = null!;
    private GrantClock _clock = null!;

    private static long At(double minutes) => Noon.AddMinutes(minutes).ToUnixTimeSeconds();

    [SetUp]
    public void Create()
    {
        _time = new SteppingTime(Noon);
        _clock = new GrantClock(_time, NullLogger<GrantClock>.Instance);
    }

    [Test]
    public void HasPassed_ClockSetBack_IsTrueOfWhatWasSeenToPass()
    {
        _time.Advance(TimeSpan.FromMinutes(30));
        _time.Step(TimeSpan.FromMinutes(-20));
        Assert.That(_clock.HasPassed(At(15)), "it ended while the clock was right, looked at or not");
        Assert.That(_clock.HasPassed(At(29)));
        Assert.That(_clock.HasPassed(At(31)), Is.False);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.That(_clock.HasPassed(At(29)), "nor later");
    }

    [Test]
    public void HasPassed_ClockThatWasAheadIsSetRight_IsFalseOfWhatIsNewThen()
    {
        _clock.HasPassed(At(0));
        _time.Step(TimeSpan.FromHours(1));
        Assert.That(_clock.HasPassed(At(59)));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.That(_clock.HasPassed(At(64)));
        _time.Step(TimeSpan.FromHours(-1));
        Assert.That(_clock.Now(), Is.EqualTo(At(5)));
        Assert.That(_clock.HasPassed(At(5.5)), Is.False, "a grant of now");
        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.That(_clock.HasPassed(At(25.5)), Is.False);
        Assert.That(_clock.HasPassed(At(62)), "what ended while it was ahead");
    }

    [Test]
    public void HasPassed_AheadFromTheStart_IsFalseOfWhatIsNewOnceItIsSetRight()
    {
        _time.Advance(TimeSpan.FromMinutes(5));
        _time.Step(TimeSpan.FromDays(-1));
        Assert.That(_clock.HasPassed(Noon.AddDays(-1).AddMinutes(5.5).ToUnixTimeSeconds()), Is.False);
    }

    [Test]
    public void Now_SmallDifferences_NeverGoBack()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(_clock.Now(), Is.EqualTo(At(1)));
        _time.Step(TimeSpan.FromSeconds(-1.5));
        Assert.That(_clock.Now(), Is.EqualTo(At(1)));
    }

    [Test]
    public void HasPassed_SetMoreOftenThanIsRemembered_LetsNothingThroughThatWasOver()
    {
        for (var i = 0; i < 200; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            _time.Step(TimeSpan.FromMinutes(1));
            _ = _clock.Now();
        }

        _time.Step(TimeSpan.FromHours(-12));
        Assert.That(_clock.HasPassed(Noon.AddSeconds(5).ToUnixTimeSeconds()));
        Assert.That(_clock.HasPassed(Noon.AddSeconds((70 * 150) + 5).ToUnixTimeSeconds()));
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
