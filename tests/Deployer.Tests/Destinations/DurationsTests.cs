using Deployer.Destinations;

namespace Deployer.Tests.Destinations;

[TestFixture]
internal sealed class DurationsTests
{
    [TestCase("30s", "00:00:30")]
    [TestCase("1h30m", "01:30:00")]
    [TestCase("1.5h", "01:30:00")]
    [TestCase("500ms", "00:00:00.5")]
    [TestCase("1m1ms", "00:01:00.001")]
    [TestCase("6h", "06:00:00")]
    public void TryParse_Duration_IsRead(string text, string expected)
    {
        var time = TimeSpan.Parse(expected);
        Assert.That(Durations.TryParse(text, TimeSpan.FromHours(6)), Is.EqualTo(time));
        Assert.That(Durations.TryParse(Durations.Format(time), TimeSpan.FromHours(6)), Is.EqualTo(time));
    }

    [TestCase("")]
    [TestCase("30")]
    [TestCase("0s")]
    [TestCase("1ns")]
    [TestCase("-1s")]
    [TestCase("1d")]
    [TestCase("1S")]
    [TestCase("1s\n")]
    [TestCase("6h1s")]
    [TestCase("999999999999999h")]
    [TestCase("1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s")]
    public void TryParse_AnythingElse_IsNone(string text) => Assert.That(Durations.TryParse(text, TimeSpan.FromHours(6)), Is.Null);
}
