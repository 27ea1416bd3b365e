using Deployer.Targets;
using Deployer.Targets.Directories;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;

namespace Deployer.Tests.Targets.Directories;

[TestFixture]
internal sealed class DirectoryTargetTests : TargetContractTests
{
    private string Root => DirectoryPath.Combine("target");

    private string Current => Path.Combine(Root, "current");

    [Test]
    public async Task Plan_NewRelease_NamesWhatChanges()
    {
        var first = await Open().PlanAsync(Release(1), null, CancellationToken.None);
        Assert.That(first.Changes, Is.EqualTo((TargetChange[])[new(TargetChangeKind.Added, "current"), new(TargetChangeKind.Added, $"releases/{Release(1).Name}")]));
        Assert.That(Directory.Exists(Root), Is.False);

        await ApplyAsync(Release(1));
        await ApplyAsync(Release(2));
        var back = await Open().PlanAsync(Release(1), null, CancellationToken.None);
        Assert.That(back.Changes, Is.EqualTo((TargetChange[])[new(TargetChangeKind.Changed, "current")]));
    }

    [Test]
    public async Task Apply_Release_LeavesNothingOfTheWay()
    {
        await ApplyAsync(Release(1));
        Assert.That(() => ApplyAsync(Release(2), TestArchive.OpenBroken), Throws.InstanceOf<IOException>());
        Assert.That(Directory.GetFileSystemEntries(Root).Select(Path.GetFileName), Is.EquivalentTo((string[])["releases", "current"]));
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(Root, "releases")).Select(Path.GetFileName), Is.EqualTo((string[])[Release(1).Name]));
    }

    [Test]
    public async Task Apply_Release_DoesNotHoldAThreadOfThePool()
    {
        var isPool = true;
        await ApplyAsync(Release(1), (archive, directory) =>
        {
            isPool = Thread.CurrentThread.IsThreadPoolThread;
            return TestArchive.Open(archive, directory);
        });
        Assert.That(isPool, Is.False);
    }

    [TestCase("version.txt", true)]
    [TestCase("data/a", true)]
    [TestCase("data", false)]
    [TestCase("other", false)]
    public async Task HasFile_OfTheCurrentRelease_IsSeen(string path, bool expected)
    {
        Assert.That(await Open().HasFileAsync(path, CancellationToken.None), Is.False, "none is current");
        await ApplyAsync(Release(1));
        Assert.That(await Open().HasFileAsync(path, CancellationToken.None), Is.EqualTo(expected));
    }

    protected override ITarget Open() => new DirectoryTarget(Root, new PathJudge(isDevelopment: false));

    protected override IEnumerable<string> Releases() => Directory.GetDirectories(Path.Combine(Root, "releases")).Select(path => Path.GetFileName(path));

    protected override void Blind()
    {
        File.Delete(Current);
        File.CreateSymbolicLink(Current, "/etc");
    }
}
