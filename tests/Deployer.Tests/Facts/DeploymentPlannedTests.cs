using Deployer.Facts;

namespace Deployer.Tests.Facts;

[TestFixture]
internal sealed class DeploymentPlannedTests
{
    private static readonly ArtifactFetched Artifact = new() { Name = "shop.zip", Digest = "sha256:a", Size = 1, Source = "directory" };

    private static readonly DeploymentPlanned Plan = new()
    {
        DestinationDigest = "sha256:d",
        PlanDigest = "sha256:p",
        ReplacesRelease = "1",
        ReplacesVersion = "1.0.0",
        ReplacesDigest = "sha256:r",
        SucceededIn = ["test"],
        Undone = ["stage"],
    };

    // Whatever is another is not what was approved.
    [Test]
    public void ReviewDigest_EachPartChanged_IsAnother()
    {
        string[] digests =
        [
            Plan.ReviewDigest(Artifact),
            Plan.ReviewDigest(Artifact with { Name = "shop.tar" }),
            Plan.ReviewDigest(Artifact with { Digest = "sha256:b" }),
            Plan.ReviewDigest(Artifact with { Size = 2 }),
            Plan.ReviewDigest(Artifact with { Source = "http" }),
            (Plan with { DestinationDigest = "sha256:x" }).ReviewDigest(Artifact),
            (Plan with { PlanDigest = "sha256:x" }).ReviewDigest(Artifact),
            (Plan with { PlanDigest = "" }).ReviewDigest(Artifact),
            (Plan with { ReplacesRelease = "2" }).ReviewDigest(Artifact),
            (Plan with { ReplacesVersion = "1.0.1" }).ReviewDigest(Artifact),
            (Plan with { ReplacesDigest = "sha256:x" }).ReviewDigest(Artifact),
            (Plan with { SucceededIn = [] }).ReviewDigest(Artifact),
            (Plan with { SucceededIn = ["stage", "test"] }).ReviewDigest(Artifact),
            (Plan with { Undone = [] }).ReviewDigest(Artifact),
            (Plan with { SucceededIn = ["test", "stage"], Undone = [] }).ReviewDigest(Artifact),
            (Plan with { SucceededIn = [], Undone = ["test", "stage"] }).ReviewDigest(Artifact),
        ];
        Assert.That(digests, Is.Unique.And.All.Match("^sha256:[0-9a-f]{64}$"));
    }

    [Test]
    public void ReviewDigest_WhatChangesWhereAndHowMuchIsOmitted_IsInThePlansDigest() =>
        Assert.That((Plan with { Changes = [new("added", "a")], Omitted = 3 }).ReviewDigest(Artifact), Is.EqualTo(Plan.ReviewDigest(Artifact)));
}
