using Deployer.Deployments.Steps;
using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Tests.Deployments.Steps;

[TestFixture]
internal sealed class PushAftermathsTests
{
    // By what each of two hosts shows: n the new release, o the one before, ? nothing that is known, - that none is current.
    [TestCase("nn", true, PushAftermath.GoOn)]
    [TestCase("nn", false, PushAftermath.RollBack)]
    [TestCase("no", true, PushAftermath.RollBack)]
    [TestCase("no", false, PushAftermath.RollBack)]
    [TestCase("n?", true, PushAftermath.RollBack)]
    [TestCase("n?", false, PushAftermath.RollBack)]
    [TestCase("oo", true, PushAftermath.Fail)]
    [TestCase("oo", false, PushAftermath.Fail)]
    [TestCase("--", true, PushAftermath.Fail)]
    [TestCase("o?", true, PushAftermath.FailUnknown)]
    [TestCase("o?", false, PushAftermath.FailUnknown)]
    [TestCase("??", true, PushAftermath.FailUnknown)]
    [TestCase("", true, PushAftermath.FailUnknown)]
    [TestCase("", false, PushAftermath.FailUnknown)]
    public void Of_WhatHostsShow_FollowsTheTable(string hosts, bool isOutcomeUnknown, PushAftermath expected) =>
        Assert.That(PushAftermaths.Of(new PushStarted { Release = "new", Previous = "old" }, State(hosts), isOutcomeUnknown), Is.EqualTo(expected));

    [TestCase("nn", true, PushAftermath.GoOn)]
    [TestCase("nn", false, PushAftermath.Fail)]
    [TestCase("n?", true, PushAftermath.FailUnknown)]
    public void Of_TheReleaseThatWasThereBefore_IsNeverRolledBack(string hosts, bool isOutcomeUnknown, PushAftermath expected) =>
        Assert.That(PushAftermaths.Of(new PushStarted { Release = "new", Previous = "new" }, State(hosts), isOutcomeUnknown), Is.EqualTo(expected));

    private static TargetState State(string hosts) => new(
    [
        .. hosts.Select((shown, i) => shown switch
        {
            'n' => HostState.At($"{i}", "new"),
            'o' => HostState.At($"{i}", "old"),
            '-' => HostState.At($"{i}", null),
            _ => HostState.Unknown($"{i}", "no answer"),
        }),
    ]);
}
