using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Deployer.Targets.Directories;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;

namespace Deployer.Tests.Targets.Directories;

[TestFixture]
internal sealed class ReleaseDirectoryTests
{
    private const string One = "1.0.0-000000000001";
    private const string Two = "1.1.0-000000000002";

    private TestDirectory _directory = null!;
    private ReleaseDirectory _target = null!;

    private string Root => _directory.Combine("target");

    [SetUp]
    public void Create()
    {
        _directory = new TestDirectory();
        _target = new ReleaseDirectory(Root, new PathJudge(isDevelopment: false));
    }

    [TearDown]
    public void Remove() => _directory.Dispose();

    [Test]
    public void Place_NewRelease_IsThereButNotCurrent()
    {
        Place(One, "a");
        Assert.That(Read(One), Is.EqualTo("a"));
        Assert.That(_target.Current(), Is.Null);
        Assert.That(Entries("releases"), Is.EqualTo((string[])[One]), "no staging directory is left");
    }

    [Test]
    public void Place_SameReleaseAgain_KeepsTheDirectoryThatIsThere()
    {
        Place(One, "a");
        var marker = Path.Combine(Root, "releases", One, "f");
        var written = File.GetLastWriteTimeUtc(marker);
        File.SetLastWriteTimeUtc(marker, written.AddHours(-1));
        Place(One, "a");
        Assert.That(File.GetLastWriteTimeUtc(marker), Is.EqualTo(written.AddHours(-1)));
    }

    [Test]
    public void Place_ReleaseThatWasChanged_IsPutRight()
    {
        Place(Two, "b");
        _target.Switch(Two, "d");
        Place(One, "a");
        File.WriteAllText(Path.Combine(Root, "releases", One, "f"), "b");
        File.WriteAllText(Path.Combine(Root, "releases", One, "extra"), "b");
        Place(One, "a");
        Assert.That(Read(One), Is.EqualTo("a"));
        Assert.That(Entries("releases", One), Is.EqualTo((string[])["f"]));
        Assert.That(Entries("releases"), Is.EquivalentTo((string[])[One, Two]));
    }

    [Test]
    public void Place_CurrentReleaseThatWasChanged_GetsAFreshCopyBesideIt()
    {
        Place(One, "a");
        _target.Switch(One, "d");
        var changed = Path.Combine(Root, "releases", One, "f");
        File.WriteAllText(changed, "b");

        var copy = Place(One, "a");
        Assert.That(File.ReadAllText(changed), Is.EqualTo("b"), "nothing is changed under current");
        Assert.That((copy.Directory, Read(copy.Directory)), Is.EqualTo((One + ".2", "a")));
        Assert.That(_target.Switch(copy, "d"));
        Assert.That((_target.Current(), File.ReadAllText(Path.Combine(Root, "current", "f"))), Is.EqualTo((One, "a")));

        // Again, it is what it should be; and a way back leads to the fresh one.
        Assert.That(Place(One, "a"), Is.EqualTo(copy));
        Place(Two, "b");
        _target.Switch(Two, "d");
        _target.Switch(One, "d");
        Assert.That(new FileInfo(Path.Combine(Root, "current")).LinkTarget, Is.EqualTo($"releases/{One}.2"));
        _target.Prune(1, null);
        Assert.That(Entries("releases"), Is.EqualTo((string[])[One + ".2"]));
    }

    [Test]
    public void Switch_BackToAReleaseWhoseCopiesWereChanged_LeadsToTheOneThatWasPlacedLast()
    {
        _target.Switch(Place(One, "a"), "d");
        Change();
        _target.Switch(Place(One, "a"), "d");
        Change();
        _target.Switch(Place(Two, "b"), "d");
        _target.Switch(Place(One, "a"), "d");
        _target.Switch(One, "d");
        Assert.That(Current(), Is.EqualTo("a"), "a revert before anything was switched changes nothing");

        _target.Switch(Place(Two, "b"), "d");
        _target.Switch(One, "d");
        Assert.That(Current(), Is.EqualTo("a"), "what was current before is current again");

        void Change() => File.WriteAllText(Path.Combine(Root, "current", "f"), "by hand");
        string Current() => File.ReadAllText(Path.Combine(Root, "current", "f"));
    }

    [Test]
    public void Place_CurrentRelease_ChangesNothingUnderIt()
    {
        Place(One, "a");
        _target.Switch(One, "d");
        var before = Stamps();
        Assert.That(_target.Switch(Place(One, "a"), "d"), Is.False);
        Assert.That(Stamps(), Is.EqualTo(before));

        IEnumerable<string> Stamps() => new DirectoryInfo(Root).GetFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(entry => entry.Name != "releases")
            .Select(entry => $"{entry.FullName} {PosixFiles.Find(entry.FullName)}").Order();
    }

    [Test]
    public void Place_CurrentReleaseThatIsGone_IsPutInItsPlace()
    {
        Place(One, "a");
        _target.Switch(One, "d");
        Directory.Delete(Path.Combine(Root, "releases", One), recursive: true);
        Place(One, "a");
        Assert.That(File.ReadAllText(Path.Combine(Root, "current", "f")), Is.EqualTo("a"));
    }

    [TestCase("1.0.0-000000000001.1")]
    [TestCase("1.0.0-000000000001.02")]
    [TestCase("1.0.0-000000000001.")]
    [TestCase("1.0.0-000000000001.x")]
    [TestCase("1.0.0-00000000000.2")]
    [TestCase(".2")]
    public void TryParse_NameOfNoRelease_IsNull(string name) => Assert.That(ReleaseName.TryParse(name), Is.Null);

    [Test]
    public void Place_LinkStandsForTheRelease_IsReplacedNotFollowed()
    {
        Place(Two, "b");
        var outside = Directory.CreateDirectory(_directory.Combine("outside")).FullName;
        File.CreateSymbolicLink(Path.Combine(Root, "releases", One), outside);
        Place(One, "a");
        Assert.That(Directory.GetFileSystemEntries(outside), Is.Empty);
        Assert.That(new DirectoryInfo(Path.Combine(Root, "releases", One)).LinkTarget, Is.Null);
        Assert.That(Read(One), Is.EqualTo("a"));
    }

    [Test]
    public void Place_ReleasesDirectoryIsALink_IsRefused()
    {
        var outside = Directory.CreateDirectory(_directory.Combine("outside")).FullName;
        Directory.CreateDirectory(Root);
        File.CreateSymbolicLink(Path.Combine(Root, "releases"), outside);
        Assert.That(() => Place(One, "a"), Throws.InstanceOf<StepFailedException>());
        Assert.That(Directory.GetFileSystemEntries(outside), Is.Empty);
    }

    [Test]
    public void Place_DirectoryThatOthersCanWrite_IsRefused()
    {
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(Root, (UnixFileMode)Convert.ToInt32("777", 8));
        Assert.That(() => Place(One, "a"), Throws.InstanceOf<StepFailedException>());
    }

    [Test]
    public void Place_DirectoryOfAGroupThatIsNotOurs_IsRefused()
    {
        Directory.CreateDirectory(Root);
        PosixFiles.SetGroup(Root, 54321);
        File.SetUnixFileMode(Root, (UnixFileMode)Convert.ToInt32("775", 8));
        Assert.That(() => Place(One, "a"), Throws.InstanceOf<StepFailedException>());
    }

    [Test]
    public void Place_UnderADirectoryThatOthersCanWrite_IsRefused()
    {
        var above = Directory.CreateDirectory(_directory.Combine("above")).FullName;
        File.SetUnixFileMode(above, (UnixFileMode)Convert.ToInt32("777", 8));
        _target = new ReleaseDirectory(Path.Combine(above, "target"), new PathJudge(isDevelopment: false));
        Assert.That(() => Place(One, "a"), Throws.InstanceOf<StepFailedException>());
    }

    [Test]
    public void Place_StagingLinkFromElsewhere_IsRemovedNotFollowed()
    {
        Place(Two, "b");
        var outside = Directory.CreateDirectory(_directory.Combine("outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "keep"), "x");
        File.CreateSymbolicLink(Path.Combine(Root, "releases", ".staging-d"), outside);
        Place(One, "a");
        Assert.That(Directory.GetFileSystemEntries(outside).Select(Path.GetFileName), Is.EqualTo((string[])["keep"]));
    }

    [Test]
    public void Switch_BetweenReleases_ChangesOneLink()
    {
        Place(One, "a");
        Place(Two, "b");
        _target.Switch(One, "d");
        _target.Switch(Two, "d");
        Assert.That(_target.Current(), Is.EqualTo(Two));
        Assert.That(new FileInfo(Path.Combine(Root, "current")).LinkTarget, Is.EqualTo("releases/" + Two));
        _target.Switch((string?)null, "d");
        Assert.That(_target.Current(), Is.Null);
        Assert.That(Entries(), Is.EqualTo((string[])["releases"]));
    }

    [Test]
    public void Switch_ReleaseThatIsNotThere_IsRefused()
    {
        Place(One, "a");
        _target.Switch(One, "d");
        Assert.That(() => _target.Switch(Two, "d"), Throws.InstanceOf<StepFailedException>());
        Assert.That(_target.Current(), Is.EqualTo(One));
    }

    [TestCase("/etc")]
    [TestCase("../elsewhere")]
    [TestCase("releases/../../up")]
    [TestCase("releases/")]
    [TestCase("releases/not-a-release")]
    public void Current_LinkOfSomeoneElse_IsRefused(string target)
    {
        Directory.CreateDirectory(Root);
        File.CreateSymbolicLink(Path.Combine(Root, "current"), target);
        Assert.That(_target.Current, Throws.InstanceOf<StepFailedException>());
    }

    [Test]
    public void Current_IsADirectory_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(Root, "current"));
        Assert.That(_target.Current, Throws.InstanceOf<StepFailedException>());
    }

    [Test]
    public void Prune_MoreThanKept_RemovesTheOldestAndWhatCrashesLeft()
    {
        string[] releases = [.. Enumerable.Range(0, 6).Select(i => $"1.0.{i}-00000000000{i}")];
        foreach (var release in releases)
        {
            Place(release, "x");
            Directory.SetLastWriteTimeUtc(Path.Combine(Root, "releases", release), DateTime.UtcNow.AddMinutes(Array.IndexOf(releases, release) - 10));
        }

        _target.Switch(releases[0], "d");
        Directory.CreateDirectory(Path.Combine(Root, "releases", ".staging-old"));
        Directory.CreateDirectory(Path.Combine(Root, "releases", "something else"));

        _target.Prune(3, releases[1]);

        Assert.That(Entries("releases"), Is.EquivalentTo((string[])[releases[0], releases[1], releases[5], "something else"]));
    }

    private ReleaseName Place(string release, string content) =>
        _target.Place(release, "d", () => Open(new TarBuilder().File("f", content).ToGzip()), CancellationToken.None);

    private TarReader Open(byte[] archive)
    {
        File.WriteAllBytes(_directory.Combine("artifact"), archive);
        var file = File.OpenRead(_directory.Combine("artifact"));
        return new TarReader(file, new ArchiveBudget(new ArchiveLimits(100, 1 << 20, 100), file.Length));
    }

    private string Read(string release) => File.ReadAllText(Path.Combine(Root, "releases", release, "f"));

    private string[] Entries(params string[] path) => [.. Directory.GetFileSystemEntries(Path.Combine([Root, .. path])).Select(p => Path.GetFileName(p)!)];
}
