using NUnit.Framework;
using Rego.Values;

namespace Rego.Tests.Builtins;

public sealed class TimeFunctionsTests
{
    [TestCase("2006-01-02T15:04:05Z07:00", "2023-11-14T22:13:20.5+01:00", "1699996400500000000")]
    [TestCase("RFC1123", "Tue, 14 Nov 2023 22:13:20 GMT", "1700000000000000000")]
    [TestCase("2006-002", "2024-060", "1709164800000000000")]
    [TestCase("3:04PM", "3:15AM", "-62167207500000000000")]
    public void ParseNs_OfALayout_ReadsIt(string layout, string text, string expected)
    {
        if (expected.Length > 20)
        {
            Assert.That(Call.Error("time.parse_ns", $"\"{layout}\"", $"\"{text}\""), Does.EndWith("time outside of valid range"));
            return;
        }

        Assert.That(Call.Json("time.parse_ns", $"\"{layout}\"", $"\"{text}\"").ToString(), Is.EqualTo(expected));
    }

    [TestCase("2023-02-30T00:00:00Z", "day out of range")]
    [TestCase("2023-02-01T25:00:00Z", "hour out of range")]
    [TestCase("9999-01-01T00:00:00Z", "time outside of valid range")]
    [TestCase("now", "cannot parse")]
    public void ParseRfc3339_OfNoMoment_Fails(string text, string problem) =>
        Assert.That(Call.Error("time.parse_rfc3339_ns", $"\"{text}\""), Does.Contain(problem));

    [TestCase("1700000000123456789", "\"2023-11-14T22:13:20.123456789Z\"")]
    [TestCase("[1700000000000000000, \"America/New_York\"]", "\"2023-11-14T17:13:20-05:00\"")]
    [TestCase("[1700000000000000000, \"Europe/Berlin\", \"Mon Jan _2 15:04:05.000 MST 2006\"]", "\"Tue Nov 14 23:13:20.000 CET 2023\"")]
    public void Format_OfAMoment_FollowsTheLayout(string operand, string expected) =>
        Assert.That(Call.Json("time.format", operand).ToString(), Is.EqualTo(expected));

    [TestCase("1h30m", "5400000000000")]
    [TestCase("-1.5s", "-1500000000")]
    [TestCase("1d", "86400000000000")]
    public void ParseDuration_OfUnits_SumsThem(string text, string expected) =>
        Assert.That(Call.Json("time.parse_duration_ns", $"\"{text}\"").ToString(), Is.EqualTo(expected));

    [Test]
    public void AddDate_OverTheEndOfAMonth_CarriesOver() =>
        Assert.That(Call.Json("time.add_date", "1675123200000000000", "0", "1", "0").ToString(), Is.EqualTo("1677801600000000000"));

    [TestCase("9223372036854775807")]
    [TestCase("-9223372036854775808")]
    public void Date_AtTheEndsOfTheRange_IsGiven(string nanoseconds) =>
        Assert.That(((RegoArray)Call.Json("time.date", nanoseconds)).Count, Is.EqualTo(3));

    [Test]
    public void Clock_BeyondTheRange_Fails() => Assert.That(Call.Error("time.clock", "9223372036854775808"), Does.EndWith("timestamp too big"));

    [Test]
    public void NowNs_InOneEvaluation_IsTheSame()
    {
        var context = new BuiltinTestContext();
        var first = Call.With(context, "time.now_ns");
        var second = Call.With(context, "time.now_ns");
        Assert.That(second, Is.EqualTo(first));
    }
}
