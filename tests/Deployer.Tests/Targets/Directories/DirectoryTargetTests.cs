using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Deployer.Targets;
using Deployer.Targets.Directories;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;

namespace Deployer.Tests.Targets.Directories;

[TestFixture]
internal sealed class DirectoryTargetTests : TargetContractTests
{
    private PlanCache _plans = null!;

    private string Root => DirectoryPath.Combine("target");

    private string Current => Path.Combine(Root, "current");

    [SetUp]
    public void ForgetPlans() => _plans = new PlanCache();

    [Test]
    public async Task Plan_Release_NamesTheFilesThatChange()
    {
        var first = await PlanAsync(Release(1));
        Assert.That(Told(first), Is.EqualTo((string[])["Added current", "Added current/data/a", "Added current/version.txt"]));
        Assert.That(Directory.Exists(Root), Is.False);

        await ApplyAsync(Release(1));
        await ApplyAsync(Release(2));
        Assert.That(Told(await PlanAsync(Release(1))), Is.EqualTo((string[])["Changed current", "Changed current/version.txt"]));
    }

    [Test]
    public async Task Plan_CurrentReleaseThatWasAltered_NamesWhatItsPushPutsBack()
    {
        await ApplyAsync(Release(1));
        File.WriteAllText(Path.Combine(Current, "version.txt"), "altered");
        File.WriteAllText(Path.Combine(Current, "planted"), "p");
        Assert.That(Told(await PlanAsync(Release(1))), Is.EqualTo((string[])["Removed current/planted", "Changed current/version.txt"]));
        await ApplyAsync(Release(1));
        Assert.That(File.Exists(Path.Combine(Current, "planted")), Is.False);
    }

    [Test]
    public async Task Plan_SameTwoReleasesAgain_ComparesThemOnce()
    {
        var opened = 0;
        await ApplyAsync(Release(1));
        foreach (var target in (ITarget[])[Open(), Open(), Open()])
        {
            await target.PlanAsync(Release(2), Opener, null, CancellationToken.None);
        }

        Assert.That(opened, Is.EqualTo(1));
        await ApplyAsync(Release(3));
        Assert.That(Told(await Open().PlanAsync(Release(2), Opener, null, CancellationToken.None)), Has.Member("Removed current/version.txt"));
        Assert.That(opened, Is.EqualTo(2), "another release is current now");

        Task<IArchiveReader> Opener(CancellationToken cancellation)
        {
            opened++;
            return Task.FromResult(TestArchive.Open(new TarBuilder().File("other", "o").ToGzip(), DirectoryPath));
        }
    }

    [Test]
    public async Task Plan_AnotherReleaseBecomesCurrentMeanwhile_IsMadeAnew()
    {
        await ApplyAsync(Release(1));
        var isFirst = true;
        var plan = await Open().PlanAsync(Release(2), Opener, null, CancellationToken.None);
        Assert.That(plan.Replaces, Is.EqualTo(Release(3).Name));

        async Task<IArchiveReader> Opener(CancellationToken cancellation)
        {
            if (isFirst)
            {
                isFirst = false;
                await ApplyAsync(Release(3), cancellation: cancellation);
                throw new IOException("The release that was current is removed while it is read.");
            }

            return TestArchive.Open(new TarBuilder().File("other", "o").ToGzip(), DirectoryPath);
        }
    }

    [Test]
    public void Plan_ArtifactThatIsNotAllowed_FailsAsItsPushWould()
    {
        byte[][] artifacts = [new TarBuilder().File("../f").ToGzip(), new TarBuilder().Link("l", "/etc").ToGzip(), new TarBuilder().File("f").File("F").ToGzip(), [1, 2, 3]];
        foreach (var artifact in artifacts)
        {
            Assert.That(() => Open().PlanAsync(Release(1), _ => Task.FromResult(TestArchive.Open(artifact, DirectoryPath)), null, CancellationToken.None), Throws.InstanceOf<StepFailedException>());
        }
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

    protected override ITarget Open() => new DirectoryTarget(Root, new PathJudge(isDevelopment: false), _plans);

    protected override IEnumerable<string> Releases() => Directory.GetDirectories(Path.Combine(Root, "releases")).Select(path => Path.GetFileName(path));

    protected override void Blind()
    {
        File.Delete(Current);
        File.CreateSymbolicLink(Current, "/etc");
    }

    private static IEnumerable<string> Told(TargetPlan plan) => plan.Changes.Select(change => $"{change.Kind} {change.Name}");
}
