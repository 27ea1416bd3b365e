using Deployer.Targets;

namespace Deployer.Tests.Targets;

[TestFixture]
internal sealed class TargetPlanTests
{
    private static readonly TargetRelease Release = new("1.0.0-000000000000", "1.0.0", "sha256:0", "d");

    [Test]
    public void Create_ManyChanges_ListsSomeAndDigestsAll()
    {
        var plan = Create(TargetPlan.MaxChanges + 2);
        Assert.That((plan.Changes.Length, plan.Omitted), Is.EqualTo((TargetPlan.MaxChanges, 2)));
        Assert.That(Create(TargetPlan.MaxChanges + 1).Digest, Is.Not.EqualTo(plan.Digest), "what is omitted counts, too");
        Assert.That(Create(3).Omitted, Is.Zero);
    }

    [Test]
    public void Create_ManyAdded_ListsFirstWhatChangesAndGoes()
    {
        var added = Enumerable.Range(0, TargetPlan.MaxChanges).Select(i => new TargetChange(TargetChangeKind.Added, $"{i:D6}"));
        var plan = TargetPlan.Create(Release, "", [.. added, new(TargetChangeKind.Removed, "y"), new(TargetChangeKind.Changed, "z")]);
        Assert.That(plan.Changes.Take(3).Select(change => change.Name), Is.EqualTo((string[])["y", "z", "000000"]));
    }

    [Test]
    public void Create_LongNames_ListsNoMoreThanAMessageTakes()
    {
        var name = new string('n', TargetPlan.MaxCharacters / 4);
        var plan = TargetPlan.Create(Release, "", Enumerable.Range(0, 7).Select(i => new TargetChange(TargetChangeKind.Added, $"{i}{name[1..]}")));
        Assert.That((plan.Changes.Length, plan.Omitted), Is.EqualTo((4, 3)));
    }

    [Test]
    public void Digest_OfAnotherPlan_IsAnother()
    {
        TargetChange[] changes = [new(TargetChangeKind.Added, "a"), new(TargetChangeKind.Removed, "b")];
        TargetPlan[] plans =
        [
            TargetPlan.Create(Release, "old", changes),
            TargetPlan.Create(Release, "", changes),
            TargetPlan.Create(Release with { Digest = "sha256:1" }, "old", changes),
            TargetPlan.Create(Release with { Name = "other" }, "old", changes),
            TargetPlan.Create(Release, "old", [changes[0]]),
            TargetPlan.Create(Release, "old", [changes[0], new(TargetChangeKind.Changed, "b")]),
        ];
        Assert.That(plans.Select(plan => plan.Digest), Is.Unique);
        Assert.That(TargetPlan.Create(Release with { DeploymentId = "e" }, "old", changes.Reverse()).Digest, Is.EqualTo(plans[0].Digest), "order and deployment change nothing");
    }

    private static TargetPlan Create(int changes) => TargetPlan.Create(Release, "", Enumerable.Range(0, changes).Select(i => new TargetChange(TargetChangeKind.Added, $"{i:D6}")));
}
