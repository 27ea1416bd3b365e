using Deployer.Errors;
using Deployer.Targets;

namespace Deployer.Tests.Targets;

[TestFixture]
internal sealed class TargetResultTests
{
    [TestCase("dd", TargetOutcome.Done)]
    [TestCase("d", TargetOutcome.Done)]
    [TestCase("du", TargetOutcome.Unknown)]
    [TestCase("", TargetOutcome.Unknown)]
    [TestCase("df", TargetOutcome.Failed)]
    [TestCase("uf", TargetOutcome.Failed)]
    public void Outcome_OfHosts_IsDoneOnlyWhereAllAre(string hosts, TargetOutcome expected) => Assert.That(Result(hosts).Outcome, Is.EqualTo(expected));

    [Test]
    public void RequireDone_Failed_NamesTheHostsThatFailed()
    {
        Assert.That(() => Result("dd").RequireDone(), Throws.Nothing);
        Assert.That(() => Result("f").RequireDone(), Throws.InstanceOf<StepFailedException>().With.Message.EqualTo("Host 0."));
        Assert.That(() => Result("fuf").RequireDone(), Throws.InstanceOf<StepFailedException>().With.Message.EqualTo("h0: Host 0. h2: Host 2."));
        Assert.That(() => Result("fffffff").RequireDone(), Throws.InstanceOf<StepFailedException>().With.Message.EndsWith("h4: Host 4. And 2 more."));
        Assert.That(() => Result("du").RequireDone(), Throws.InstanceOf<OutcomeUnknownException>().With.Message.EqualTo("It is not known whether the target was changed. h1: Host 1."));
    }

    private static TargetResult Result(string hosts) => new(
    [
        .. hosts.Select((outcome, i) => new HostResult($"h{i}", outcome switch { 'd' => TargetOutcome.Done, 'f' => TargetOutcome.Failed, _ => default }, $"Host {i}.")),
    ]);
}
