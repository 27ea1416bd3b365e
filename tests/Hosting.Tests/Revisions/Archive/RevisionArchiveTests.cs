using System.Text;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
using Rego.Loading;

namespace Hosting.Tests.Revisions.Archive;

/// <summary>What decided can be shown later, and what was refused does not fill the disk.</summary>
[TestFixture]
internal sealed class RevisionArchiveTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private DirectoryInfo _directory = null!;
    private RevisionArchive _archive = null!;

    [SetUp]
    public void Make()
    {
        _directory = Directory.CreateTempSubdirectory("archive-");
        _archive = new RevisionArchive(_directory.FullName);
    }

    [TearDown]
    public void Remove() => _directory.Delete(recursive: true);

    [Test]
    public void Find_TakenRevision_HasItsFilesByteForByte()
    {
        var content = Content("one", "two");
        _archive.KeepTaken(content, serial: 7, Start);

        var kept = _archive.Find(content.Digest)!;

        Assert.Multiple(() =>
        {
            Assert.That((kept.Revision, kept.Serial, kept.Time, kept.IsTaken), Is.EqualTo((content.Digest, (long?)7, Start, true)));
            Assert.That(kept.Files.Select(file => (file.Path, Encoding.UTF8.GetString(_archive.Read(file)))), Is.EqualTo(new[] { ("f0.rego", "one"), ("f1.rego", "two") }));
        });
    }

    [Test]
    public void Find_TakenAfterItWasRefused_IsTaken()
    {
        var content = Content("one");
        _archive.KeepRefused(content, Start, ["a fault"]);
        _archive.KeepTaken(content, null, Start);

        Assert.That(_archive.Find(content.Digest)!.IsTaken, Is.True);
    }

    [TestCase("")]
    [TestCase("sha256:")]
    [TestCase("sha256:../../../../../../../../../../etc/passwd0000000000000000000000000000000")]
    [TestCase("sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("SHA256:0000000000000000000000000000000000000000000000000000000000000000")]
    public void Find_NoRevision_IsNotFound(string revision) => Assert.That(_archive.Find(revision), Is.Null);

    [Test]
    public void KeepRefused_ManyOfThem_LeavesTheLastTwentyAndNoneThatWasTaken()
    {
        var taken = Content("taken");
        _archive.KeepTaken(taken, null, Start);
        var refused = Enumerable.Range(0, 30).Select(i => Content($"refused {i}", "the same in all")).ToList();
        for (var i = 0; i < refused.Count; i++)
        {
            _archive.KeepRefused(refused[i], Start.AddSeconds(i), [$"fault {i}"]);
        }

        Assert.Multiple(() =>
        {
            Assert.That(refused.Select(content => _archive.Find(content.Digest) is not null), Is.EqualTo(Enumerable.Range(0, 30).Select(i => i >= 10)));
            Assert.That(_archive.Read(_archive.Find(taken.Digest)!.Files[0]), Is.EqualTo(taken.Files[0].Content));
            Assert.That(Directory.GetFiles(Path.Combine(_directory.FullName, "contents")), Has.Length.EqualTo(1 + 20 + 1));
        });
    }

    [Test]
    public void Read_ContentThatWasChanged_IsNoticed()
    {
        var content = Content("one");
        _archive.KeepTaken(content, null, Start);
        var file = _archive.Find(content.Digest)!.Files[0];
        File.WriteAllText(Path.Combine(_directory.FullName, "contents", file.Digest), "two");

        Assert.That(() => _archive.Read(file), Throws.InstanceOf<IOException>().With.Message.Contains("f0.rego"));
    }

    [Test]
    public void Find_ListThatIsNone_IsNoticed()
    {
        var content = Content("one");
        _archive.KeepTaken(content, null, Start);
        File.WriteAllText(Directory.GetFiles(Path.Combine(_directory.FullName, "taken"))[0], "{");

        Assert.That(() => _archive.Find(content.Digest), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void Open_Directories_AreTheOwnersOnly() =>
        Assert.That(Directory.GetDirectories(_directory.FullName).Select(File.GetUnixFileMode), Has.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

    private static RevisionContent Content(params string[] files) =>
        new([.. files.Select((text, i) => new PolicyFile($"f{i}.rego", Encoding.UTF8.GetBytes(text)))]);
}
