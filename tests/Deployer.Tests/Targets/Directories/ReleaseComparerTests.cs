using System.Diagnostics;
using System.Runtime.InteropServices;
using Deployer.Artifacts.Archives;
using Deployer.Targets.Directories;
using Deployer.Tests.Support;

namespace Deployer.Tests.Targets.Directories;

[TestFixture]
internal sealed class ReleaseComparerTests
{
    private const int Executable = 0x1ed;

    private TestDirectory _directory = null!;

    private static IEnumerable<TestCaseData> Pairs =>
    [
        Pair("the same", new TarBuilder().File("a", "1").Link("l", "a").File("d/b", "2", Executable), new TarBuilder().File("a", "1").Link("l", "a").File("d/b", "2", Executable)),
        Pair("another order, with an entry for its directory", new TarBuilder().File("a", "1").File("d/b", "2"), new TarBuilder().DirectoryPath("./d/").File("d/b", "2").File("./a", "1")),
        Pair("all mode bits but executable", new TarBuilder().File("a", "1", 0x1a4), new TarBuilder().File("a", "1", 0x180)),
        Pair("other bytes of the same length", new TarBuilder().File("a", "1"), new TarBuilder().File("a", "2"), "Changed a"),
        Pair("longer", new TarBuilder().File("a", "1"), new TarBuilder().File("a", "11"), "Changed a"),
        Pair("shorter", new TarBuilder().File("a", "11"), new TarBuilder().File("a", "1"), "Changed a"),
        Pair("empty", new TarBuilder().File("a", "1"), new TarBuilder().File("a", ""), "Changed a"),
        Pair("longer than one read", new TarBuilder().File("a", new string('x', 200_000) + "1"), new TarBuilder().File("a", new string('x', 200_000) + "2").File("b", "b"), "Changed a", "Added b"),
        Pair("executable", new TarBuilder().File("a", "1"), new TarBuilder().File("a", "1", Executable), "Changed a"),
        Pair("a link elsewhere", new TarBuilder().File("a").File("b").Link("l", "a"), new TarBuilder().File("a").File("b").Link("l", "b"), "Changed l"),
        Pair("a link for a file", new TarBuilder().File("a", "1").File("l", "1"), new TarBuilder().File("a", "1").Link("l", "a"), "Changed l"),
        Pair("a file for a link", new TarBuilder().File("a", "1").Link("l", "a"), new TarBuilder().File("a", "1").File("l", "1"), "Changed l"),
        Pair("a directory for a file", new TarBuilder().File("a", "1"), new TarBuilder().File("a/b", "1"), "Added a/b", "Removed a"),
        Pair("a file for a directory", new TarBuilder().File("a/b", "1"), new TarBuilder().File("a", "1"), "Added a", "Removed a/b"),
        Pair("a name of another case", new TarBuilder().File("readme", "1"), new TarBuilder().File("README", "1"), "Added README", "Removed readme"),
        Pair("empty directories", new TarBuilder().File("a").DirectoryPath("old"), new TarBuilder().File("a").DirectoryPath("new")),
        Pair("moved", new TarBuilder().File("x/y/a", "1"), new TarBuilder().File("x/a", "1"), "Added x/a", "Removed x/y/a"),
    ];

    [SetUp]
    public void Create() => _directory = new TestDirectory();

    [TearDown]
    public void Remove() => _directory.Dispose();

    [TestCaseSource(nameof(Pairs))]
    public void Compare_ArtifactWithARelease_TellsEachFileThatChanges(byte[] before, byte[] after, string[] expected)
    {
        var release = Directory.CreateDirectory(_directory.Combine("release")).FullName;
        using (var archive = TestArchive.Open(before, _directory))
        {
            ArchiveExtractor.Extract(archive, release, CancellationToken.None);
        }

        Assert.That(Compare(after, release), Is.EquivalentTo(expected));
        Assert.That(Compare(before, release), Is.Empty, "with itself");
        Assert.That(Compare(after, null), Has.All.StartsWith("Added "));
    }

    [Test]
    public void Compare_ReleaseThatOthersChanged_FollowsNoLinkAndOpensNoPipe()
    {
        var release = Directory.CreateDirectory(_directory.Combine("release")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(release, "d"), "/etc");
        using (var make = Process.Start("mkfifo", [Path.Combine(release, "a")]))
        {
            make.WaitForExit();
        }

        Assert.That(Compare(new TarBuilder().File("a").File("d/passwd").ToGzip(), release), Is.EquivalentTo((string[])["Changed a", "Added d/passwd", "Removed d"]));
    }

    [Test]
    public void Compare_WhatTheDeployerMayNotRead_ChangesOrGoes()
    {
        var release = Directory.CreateDirectory(_directory.Combine("release")).FullName;
        File.WriteAllText(Path.Combine(release, "a"), "1");
        File.SetUnixFileMode(Path.Combine(release, "a"), UnixFileMode.None);
        Directory.CreateDirectory(Path.Combine(release, "cache"), UnixFileMode.None);
        List<string>? changes = null;
        var thread = new Thread(() =>
        {
            // Root may read everything: this thread gives that up.
            _ = SetFileSystemUser(65533);
            changes = Compare(new TarBuilder().File("a", "1").File("cache/b").ToGzip(), release);
        });
        File.SetUnixFileMode(_directory.Combine(""), (UnixFileMode)0x1ff);
        thread.Start();
        thread.Join();
        Assert.That(changes, Is.EquivalentTo((string[])["Changed a", "Added cache/b", "Removed cache"]));
    }

    // As the push does, which puts it back.
    [Test]
    public void Compare_FileWhoseModeWasChanged_IsAnother()
    {
        var release = Directory.CreateDirectory(_directory.Combine("release")).FullName;
        using (var archive = TestArchive.Open(new TarBuilder().File("a", "1").ToGzip(), _directory))
        {
            ArchiveExtractor.Extract(archive, release, CancellationToken.None);
        }

        File.SetUnixFileMode(Path.Combine(release, "a"), (UnixFileMode)Convert.ToInt32("666", 8));
        Assert.That(Compare(new TarBuilder().File("a", "1").ToGzip(), release), Is.EqualTo((string[])["Changed a"]));
    }

    // Whichever of its bytes is another, it is told as an archive that is not sound.
    [Test]
    public void Compare_DamagedArtifact_IsRefused()
    {
        var artifact = new TarBuilder().File("a", new string('x', 3000)).File("b", string.Concat(Enumerable.Range(0, 500))).ToGzip();
        for (var i = 0; i < artifact.Length - 8; i++)
        {
            var damaged = artifact.ToArray();
            damaged[i] ^= 0x55;
            try
            {
                _ = Compare(damaged, null);
            }
            catch (UnsafeArchiveException)
            {
                // As it should be; some of a gzip header's bytes mean nothing.
            }
        }
    }

    [Test]
    public void Compare_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var archive = TestArchive.Open(new TarBuilder().File("a").ToGzip(), _directory);
        Assert.That(() => ReleaseComparer.Compare(archive, null, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);

    private List<string> Compare(byte[] artifact, string? release)
    {
        using var archive = TestArchive.Open(artifact, _directory);
        return [.. ReleaseComparer.Compare(archive, release, CancellationToken.None).Select(change => $"{change.Kind} {change.Name}")];
    }

    private static TestCaseData Pair(string name, TarBuilder before, TarBuilder after, params string[] expected) =>
        new TestCaseData(before.ToGzip(), after.ToGzip(), expected).SetArgDisplayNames(name);
}
