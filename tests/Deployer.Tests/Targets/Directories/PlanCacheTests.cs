using Deployer.Targets;
using Deployer.Targets.Directories;

namespace Deployer.Tests.Targets.Directories;

[TestFixture]
internal sealed class PlanCacheTests
{
    private const string Directory = "/srv/shop";

    private readonly PlanCache _plans = new();

    [Test]
    public void TryFind_WhatWasKept_IsFoundForTheSamePairAlone()
    {
        _plans.Keep(Directory, Plan("new", "old"));
        Assert.Multiple(() =>
        {
            Assert.That(_plans.TryFind(Directory, Release("new"), "old", out var plan) && plan.Replaces == "old");
            Assert.That(_plans.TryFind("/srv/other", Release("new"), "old", out _), Is.False, "another target");
            Assert.That(_plans.TryFind(Directory, Release("new"), "", out _), Is.False, "none was current");
            Assert.That(_plans.TryFind(Directory, Release("newer"), "old", out _), Is.False, "another release");
            Assert.That(_plans.TryFind(Directory, Release("new") with { Digest = "sha256:other" }, "old", out _), Is.False, "another artifact");
        });
    }

    [Test]
    public void Keep_Many_LetsTheOldestGo()
    {
        var plans = new PlanCache();
        for (var i = 0; i < 1000; i++)
        {
            plans.Keep(Directory, Plan($"r{i}", "old"));
        }

        Assert.That(Enumerable.Range(0, 1000).Where(i => plans.TryFind(Directory, Release($"r{i}"), "old", out _)), Is.EqualTo(Enumerable.Range(744, 256)));
    }

    private static TargetPlan Plan(string release, string replaces) => TargetPlan.Create(Release(release), replaces, []);

    private static TargetRelease Release(string name) => new(name, "1.0.0", "sha256:0", "d");
}
