using static Gatekeeper.Tests.Execution.TimedExecution;

namespace Gatekeeper.Tests.Execution;

/// <summary>
/// Freezes hold at the moment of the execution, whatever was true when the deployment was asked for. The tables are worked out by hand, in
/// UTC: Berlin is one hour ahead of it in winter and two in summer, and in 2026 changes at 01:00 UTC on 29 March (02:00 becomes 03:00) and
/// on 25 October (03:00 becomes 02:00); New York is five and four hours behind, and changes on 8 March and 1 November.
/// </summary>
[TestFixture]
public sealed class FreezesAtExecutionTests
{
    private TimedPolicies _policies = null!;

    [OneTimeSetUp]
    public void Load() => _policies = TimedPolicies.Create();

    // From 18:00 in Berlin, 17:00 UTC, until 06:00 UTC two days later.
    [TestCase("moved", "2026-12-19T16:59:59Z", "")]
    [TestCase("moved", "2026-12-19T16:59:59.999Z", "")]
    [TestCase("moved", "2026-12-19T17:00:00Z", "move: the servers move")]
    [TestCase("moved", "2026-12-20T12:00:00Z", "move: the servers move")]
    [TestCase("moved", "2026-12-21T05:59:59Z", "move: the servers move")]
    [TestCase("moved", "2026-12-21T05:59:59.999Z", "move: the servers move")]
    [TestCase("moved", "2026-12-21T06:00:00Z", "")]
    // The same time of day twice, once before and once after the clocks change: an hour, from 00:30 until 01:30 UTC.
    [TestCase("turning", "2026-10-25T00:29:59Z", "")]
    [TestCase("turning", "2026-10-25T00:30:00Z", "hour: clocks")]
    [TestCase("turning", "2026-10-25T00:59:59Z", "hour: clocks")]
    [TestCase("turning", "2026-10-25T01:00:00Z", "hour: clocks")]
    [TestCase("turning", "2026-10-25T01:29:59Z", "hour: clocks")]
    [TestCase("turning", "2026-10-25T01:30:00Z", "")]
    // Friday 4 December 2026 from 17:00 in Berlin, until Sunday is over.
    [TestCase("closed", "2026-12-04T15:59:59Z", "")]
    [TestCase("closed", "2026-12-04T16:00:00Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-12-04T22:59:59Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-12-04T23:00:00Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-12-06T22:59:59Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-12-06T23:00:00Z", "")]
    // The weekends of the changes last an hour less, and an hour more: their Sunday ends in the other time.
    [TestCase("closed", "2026-03-27T15:59:59Z", "")]
    [TestCase("closed", "2026-03-27T16:00:00Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-03-29T01:00:00Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-03-29T21:59:59Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-03-29T22:00:00Z", "")]
    [TestCase("closed", "2026-10-23T14:59:59Z", "")]
    [TestCase("closed", "2026-10-23T15:00:00Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-10-25T01:00:00Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-10-25T22:59:59Z", "weekend: nobody is there")]
    [TestCase("closed", "2026-10-25T23:00:00Z", "")]
    // From the beginning of 27 December in Berlin until 2 January is over.
    [TestCase("books", "2026-12-26T22:59:59Z", "")]
    [TestCase("books", "2026-12-26T23:00:00Z", "year-end: the books are closed")]
    [TestCase("books", "2026-12-31T23:00:00Z", "year-end: the books are closed")]
    [TestCase("books", "2027-01-02T22:59:59Z", "year-end: the books are closed")]
    [TestCase("books", "2027-01-02T23:00:00Z", "")]
    public Task Freeze_ThatBeganOrEndedMeanwhile_HoldsByTheClockOfTheExecution(string place, string time, string freeze) => AssertAsync(place, time, freeze);

    // The day in March has 23 hours, that in October 25.
    [TestCase("change-days", "2026-03-28T22:59:59Z", "")]
    [TestCase("change-days", "2026-03-28T23:00:00Z", "clocks: clocks are changed")]
    [TestCase("change-days", "2026-03-29T00:59:59Z", "clocks: clocks are changed")]
    [TestCase("change-days", "2026-03-29T01:00:00Z", "clocks: clocks are changed")]
    [TestCase("change-days", "2026-03-29T21:59:59Z", "clocks: clocks are changed")]
    [TestCase("change-days", "2026-03-29T22:00:00Z", "")]
    [TestCase("change-days", "2026-10-24T21:59:59Z", "")]
    [TestCase("change-days", "2026-10-24T22:00:00Z", "clocks: clocks are changed")]
    [TestCase("change-days", "2026-10-25T01:00:00Z", "clocks: clocks are changed")]
    [TestCase("change-days", "2026-10-25T22:59:59Z", "clocks: clocks are changed")]
    [TestCase("change-days", "2026-10-25T23:00:00Z", "")]
    // 02:00 to 03:00 does not exist in March; in October it is two hours, one after the other.
    [TestCase("gap", "2026-03-29T00:59:59Z", "")]
    [TestCase("gap", "2026-03-29T01:00:00Z", "")]
    [TestCase("gap", "2026-10-24T23:59:59Z", "")]
    [TestCase("gap", "2026-10-25T00:00:00Z", "two-to-three: backup")]
    [TestCase("gap", "2026-10-25T00:59:59Z", "two-to-three: backup")]
    [TestCase("gap", "2026-10-25T01:00:00Z", "two-to-three: backup")]
    [TestCase("gap", "2026-10-25T01:59:59Z", "two-to-three: backup")]
    [TestCase("gap", "2026-10-25T02:00:00Z", "")]
    // The Sundays beside them are ordinary: 01:00 to 02:00 UTC in winter, 00:00 to 01:00 in summer.
    [TestCase("gap", "2026-03-22T00:59:59Z", "")]
    [TestCase("gap", "2026-03-22T01:00:00Z", "two-to-three: backup")]
    [TestCase("gap", "2026-03-22T02:00:00Z", "")]
    [TestCase("gap", "2026-04-04T23:59:59Z", "")]
    [TestCase("gap", "2026-04-05T00:00:00Z", "two-to-three: backup")]
    [TestCase("gap", "2026-04-05T01:00:00Z", "")]
    // 01:30 to 02:30: in March it ends when the clock passes 02:30, on its way from 02:00 to 03:00; in October the clock shows 02:00 to
    // 02:30 once more.
    [TestCase("into-it", "2026-03-29T00:29:59Z", "")]
    [TestCase("into-it", "2026-03-29T00:30:00Z", "to-half-past: backup")]
    [TestCase("into-it", "2026-03-29T00:59:59Z", "to-half-past: backup")]
    [TestCase("into-it", "2026-03-29T01:00:00Z", "")]
    [TestCase("into-it", "2026-10-24T23:29:59Z", "")]
    [TestCase("into-it", "2026-10-24T23:30:00Z", "to-half-past: backup")]
    [TestCase("into-it", "2026-10-25T00:29:59Z", "to-half-past: backup")]
    [TestCase("into-it", "2026-10-25T00:30:00Z", "")]
    [TestCase("into-it", "2026-10-25T00:59:59Z", "")]
    [TestCase("into-it", "2026-10-25T01:00:00Z", "to-half-past: backup")]
    [TestCase("into-it", "2026-10-25T01:29:59Z", "to-half-past: backup")]
    [TestCase("into-it", "2026-10-25T01:30:00Z", "")]
    // 02:30 to 03:30: in March it begins with 03:00, which comes after 01:59:59; in October the clock shows 02:30 to 03:00 twice.
    [TestCase("out-of-it", "2026-03-29T00:59:59Z", "")]
    [TestCase("out-of-it", "2026-03-29T01:00:00Z", "from-half-past: backup")]
    [TestCase("out-of-it", "2026-03-29T01:29:59Z", "from-half-past: backup")]
    [TestCase("out-of-it", "2026-03-29T01:30:00Z", "")]
    [TestCase("out-of-it", "2026-10-25T00:29:59Z", "")]
    [TestCase("out-of-it", "2026-10-25T00:30:00Z", "from-half-past: backup")]
    [TestCase("out-of-it", "2026-10-25T00:59:59Z", "from-half-past: backup")]
    [TestCase("out-of-it", "2026-10-25T01:00:00Z", "")]
    [TestCase("out-of-it", "2026-10-25T01:29:59Z", "")]
    [TestCase("out-of-it", "2026-10-25T01:30:00Z", "from-half-past: backup")]
    [TestCase("out-of-it", "2026-10-25T02:29:59Z", "from-half-past: backup")]
    [TestCase("out-of-it", "2026-10-25T02:30:00Z", "")]
    // Saturday from 22:00, over midnight, to 02:30.
    [TestCase("overnight", "2026-03-28T20:59:59Z", "")]
    [TestCase("overnight", "2026-03-28T21:00:00Z", "saturday: backup")]
    [TestCase("overnight", "2026-03-28T23:00:00Z", "saturday: backup")]
    [TestCase("overnight", "2026-03-29T00:59:59Z", "saturday: backup")]
    [TestCase("overnight", "2026-03-29T01:00:00Z", "")]
    [TestCase("overnight", "2026-10-24T19:59:59Z", "")]
    [TestCase("overnight", "2026-10-24T20:00:00Z", "saturday: backup")]
    [TestCase("overnight", "2026-10-24T22:00:00Z", "saturday: backup")]
    [TestCase("overnight", "2026-10-25T00:29:59Z", "saturday: backup")]
    [TestCase("overnight", "2026-10-25T00:30:00Z", "")]
    [TestCase("overnight", "2026-10-25T01:00:00Z", "saturday: backup")]
    [TestCase("overnight", "2026-10-25T01:29:59Z", "saturday: backup")]
    [TestCase("overnight", "2026-10-25T01:30:00Z", "")]
    public Task Freeze_OnADayOfChangingClocks_HoldsWhileTheClockShowsItsHours(string place, string time, string freeze) => AssertAsync(place, time, freeze);

    // One freeze from 22:00 on Friday to 06:00 on Saturday, in both. In winter Berlin's is from 21:00 to 05:00 UTC, New York's from 03:00 to
    // 11:00. On 13 March New York has changed its clocks already (02:00 to 10:00), and on 30 October only Berlin has (21:00 to 05:00).
    [TestCase("2026-12-04T20:59:59Z", false, false)]
    [TestCase("2026-12-04T21:00:00Z", true, false)]
    [TestCase("2026-12-05T02:59:59Z", true, false)]
    [TestCase("2026-12-05T03:00:00Z", true, true)]
    [TestCase("2026-12-05T04:59:59Z", true, true)]
    [TestCase("2026-12-05T05:00:00Z", false, true)]
    [TestCase("2026-12-05T10:59:59Z", false, true)]
    [TestCase("2026-12-05T11:00:00Z", false, false)]
    [TestCase("2026-03-13T20:59:59Z", false, false)]
    [TestCase("2026-03-14T01:59:59Z", true, false)]
    [TestCase("2026-03-14T02:00:00Z", true, true)]
    [TestCase("2026-03-14T05:00:00Z", false, true)]
    [TestCase("2026-03-14T10:00:00Z", false, false)]
    [TestCase("2026-10-30T20:59:59Z", false, false)]
    [TestCase("2026-10-30T21:00:00Z", true, false)]
    [TestCase("2026-10-31T02:00:00Z", true, true)]
    [TestCase("2026-10-31T05:00:00Z", false, true)]
    [TestCase("2026-10-31T10:00:00Z", false, false)]
    public async Task Freeze_OfTwoZones_HoldsInEachByItsOwnClock(string time, bool isBerlinFrozen, bool isNewYorkFrozen)
    {
        await AssertAsync("berlin", time, isBerlinFrozen ? "night: nobody is there" : "");
        await AssertAsync("new-york", time, isNewYorkFrozen ? "night: nobody is there" : "");
    }

    [Test]
    public async Task Freeze_OfANewerRevision_RefusesWhatWasAllowed()
    {
        using var deployment = new TimedExecution { Place = "open", AskedAt = At("2026-12-01T12:00:00Z") };
        var since = TimedPolicies.CreateWith("freezes", "\nstanding: {environments: [stopped]", "\nstanding: {environments: [stopped, open]");
        AssertExecuted(await deployment.ExecuteAsync(_policies, At("2026-12-01T13:00:00Z")));
        AssertDenied(await deployment.ExecuteAsync(since, At("2026-12-01T13:00:00Z")), "open is frozen by standing: an audit");
    }

    // It was asked for at noon ten days before, when nothing was frozen there.
    private async Task AssertAsync(string place, string time, string freeze)
    {
        using var deployment = new TimedExecution { Place = place, AskedAt = new DateTimeOffset(At(time).UtcDateTime.Date.AddDays(-10).AddHours(12), TimeSpan.Zero) };
        var asked = deployment.Ask(_policies);
        Assert.That(asked.IsAllowed, Is.True, string.Join('\n', asked.Reasons));
        var verdict = await deployment.ExecuteAsync(_policies, At(time));
        if (freeze.Length == 0)
        {
            AssertExecuted(verdict);
            return;
        }

        AssertDenied(verdict, $"{place} is frozen by {freeze}");
        Assert.That(verdict.Reasons, Has.Count.EqualTo(1), "nothing else stands against it");
    }
}
