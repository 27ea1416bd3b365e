using Gatekeeper.Rego;
using Gateway.Hosting.Revisions;
using Hosting.Tests.Support;

namespace Hosting.Tests.Revisions;

/// <summary>What is told of a directory before a program has it.</summary>
[TestFixture]
internal sealed class RevisionCheckTests
{
    [Test]
    public void Check_GoodPolicies_GivesTheRevisionThatTheProgramsWillName()
    {
        using var policies = new PolicyFolder();

        var verdict = RevisionCheck.Check(policies.Path);

        Assert.That((verdict.Revision, verdict.Faults.Count), Is.EqualTo((policies.Store.Current.Digest, 0)));
    }

    [Test]
    public void Check_TestThatFails_IsToldWithTheRevision()
    {
        using var policies = new PolicyFolder();
        policies.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if 1 == 2\n");

        var verdict = RevisionCheck.Check(policies.Path);

        Assert.That((verdict.Revision, verdict.Faults.Single()), Is.EqualTo((PolicyDirectory.Load(policies.Path).Revision, "gatekeeper/more_test.rego:3:1: the test data.gatekeeper_more_test.test_no failed")));
    }

    [Test]
    public void Check_NoDirectory_IsTold() => Assert.That(RevisionCheck.Check("/nowhere").Faults.Single(), Is.EqualTo("the directory of policies is not there"));

    [Test]
    public void Check_ShippedPolicies_AreGood() =>
        Assert.That(RevisionCheck.Check(Path.Combine(AppContext.BaseDirectory, "policies")).Faults, Is.Empty);
}
