using System.Diagnostics;
using System.Text;
using Deployer.Artifacts.Archives;
using Deployer.Tests.Support;

namespace Deployer.Tests.Artifacts.Archives;

[TestFixture]
internal sealed class ArchiveExtractorTests
{
    private static readonly ArchiveLimits Limits = new(MaxEntries: 200, MaxBytes: 64 << 20, MaxRatio: 50);

    private static readonly string[] BadNames =
    [
        "/etc/passwd", "//etc/passwd", "../up", "a/../../up", "a/..", "..", "a/./b", "a//b", "a/../b", "./../up", "././../up", "a/b/../../../up",
        "..\\up", "a\\..\\..\\up", "C:\\x", "c:/x", "C:x", "\\\\host\\share", "a\nb", "a\rb", "a\tb", "a\u0001", "a\u007f", "a\u0085b", "a\u2028b",
        ".../../up/..", "a/b/..", "x/../../../../../../../../../../../../tmp/x", "/", "//", "/.", "./..", ".//up", "...//", "a/.", "../", "..//", "./a/../..",
        new string('a', 256), "d/" + new string('b', 300), string.Join('/', Enumerable.Repeat("d", 33)), string.Concat(Enumerable.Repeat("dir/", 300)) + "x",
    ];

    private static IEnumerable<TestCaseData> BadArchives()
    {
        foreach (var name in BadNames)
        {
            var shown = string.Concat(name.Take(40).Select(c => char.IsControl(c) || c > 126 ? $"<{(int)c:x}>" : c.ToString()));
            yield return Case($"pax file named {shown}", new TarBuilder().Pax(("path", name)).File("plain"));
            yield return Case($"pax directory named {shown}", new TarBuilder().Pax(("path", name)).DirectoryPath("plain/"));
            yield return Case($"pax link named {shown}", new TarBuilder().Pax(("path", name)).Link("plain", "ok"));
            yield return Case($"GNU file named {shown}", new TarBuilder().Entry("././@LongLink", 'L', Encoding.UTF8.GetBytes(name + "\0")).File("plain"));
            if (Encoding.UTF8.GetByteCount(name) <= 100)
            {
                yield return Case($"ustar file named {shown}", new TarBuilder().File(name));
            }
        }

        foreach (var target in (string[])["/etc", "..", "../up", "a/../../up", "../../up", "a/../..", "/", "", "a\\b", "a/../b", "a//b", "./a", "../.."])
        {
            yield return Case($"root link to '{target}'", new TarBuilder().Link("link", target));
        }

        foreach (var target in (string[])["../../up", "../../../up", "/etc", "../a/../../up", "x/../../../y"])
        {
            yield return Case($"deep link to '{target}'", new TarBuilder().DirectoryPath("d/").Link("d/link", target));
        }

        foreach (var type in "3467ABDMNSVXZ")
        {
            yield return Case($"entry of type {type}", new TarBuilder().Entry("x", type, link: "y"));
        }

        yield return Case("hard link to nothing", new TarBuilder().Entry("x", '1', link: "y"));
        yield return Case("hard link to what comes later", new TarBuilder().Entry("x", '1', link: "y").File("y"));
        yield return Case("hard link to itself", new TarBuilder().Entry("x", '1', link: "x"));
        yield return Case("hard link to a directory", new TarBuilder().DirectoryPath("d/").Entry("x", '1', link: "d"));
        yield return Case("hard link to a link", new TarBuilder().Link("l", "kept").Entry("x", '1', link: "l"));
        yield return Case("hard link through a link", new TarBuilder().File("d/f").Link("l", "d").Entry("x", '1', link: "l/f"));
        yield return Case("hard link that leaves", new TarBuilder().Entry("x", '1', link: "../archive"));
        yield return Case("hard link to an absolute path", new TarBuilder().Entry("x", '1', link: "/etc/passwd"));
        yield return Case("hard link to a name of another case", new TarBuilder().File("f").Entry("x", '1', link: "F"));
        yield return Case("hard link with content", new TarBuilder().File("f").Entry("x", '1', new byte[512], link: "f"));
        yield return Case("hard link over a file", new TarBuilder().File("f").File("x").Entry("x", '1', link: "f"));
        yield return Case("bomb of hard links", Enumerable.Range(0, 190).Aggregate(new TarBuilder().Entry("f", '0', new byte[1 << 20]), (tar, i) => tar.Entry($"x{i}", '1', link: "f")));
        yield return Raw("archive without entries", new TarBuilder().ToGzip());
        yield return Raw("archive without files", new TarBuilder().DirectoryPath("d/").Link("l", "d").ToGzip());
        yield return Case("file through a link", new TarBuilder().DirectoryPath("d/").Link("l", "d").File("l/x"));
        yield return Case("directory through a link", new TarBuilder().DirectoryPath("d/").Link("l", "d").DirectoryPath("l/x/"));
        yield return Case("link replaced by a directory", new TarBuilder().DirectoryPath("d/").Link("l", "d").DirectoryPath("l/"));
        yield return Case("file replaced by a link", new TarBuilder().File("f").Link("f", "g"));
        yield return Case("link replaced by a file", new TarBuilder().Link("f", "g").File("f"));
        yield return Case("same file twice", new TarBuilder().File("f").File("f"));
        yield return Case("same directory twice", new TarBuilder().DirectoryPath("d/").DirectoryPath("d/"));
        yield return Case("root twice", new TarBuilder().DirectoryPath("./").DirectoryPath("./"));
        yield return Case("files that differ by case", new TarBuilder().File("Read").File("rEAD"));
        yield return Case("directories that differ by case", new TarBuilder().File("D/x").File("d/y"));
        yield return Case("non-ASCII names that differ by case", new TarBuilder().File("É").File("é"));
        yield return Case("file and directory of one name", new TarBuilder().File("f").File("f/x"));
        yield return Case("directory and file of one name", new TarBuilder().File("d/x").File("d"));
        yield return Case("same name behind ./", new TarBuilder().File("f").File("./f"));
        yield return Case("root that is a file", new TarBuilder().Entry("./", '0'));
        yield return Case("root that is a link", new TarBuilder().Link("./", "x"));
        yield return Case("name with a zero in the middle", new TarBuilder().Entry("good\0/../bad"u8.ToArray(), '0'));
        yield return Case("link with a zero in the middle", new TarBuilder().Entry("l"u8.ToArray(), '2', link: "ok\0/etc"u8.ToArray()));
        yield return Case("pax name with a zero", new TarBuilder().Pax(("path", "a\0b")).File("x"));
        yield return Case("name that is not UTF-8", new TarBuilder().Entry([0x61, 0xff, 0xfe], '0'));
        yield return Case("overlong UTF-8 dots", new TarBuilder().Entry([0xc0, 0xae, 0xc0, 0xae, 0x2f, 0x78], '0'));
        yield return Case("pax name said twice", new TarBuilder().Pax(("path", "a"), ("path", "b")).File("x"));
        yield return Case("two pax headers", new TarBuilder().Pax(("path", "a")).Pax(("path", "b")).File("x"));
        yield return Case("pax and GNU name", new TarBuilder().Pax(("path", "a")).Entry("@", 'L', "b\0"u8.ToArray()).File("x"));
        yield return Case("pax size that lies", new TarBuilder().Pax(("size", "4")).File("x", "0123456789"));
        yield return Case("pax size that is negative", new TarBuilder().Pax(("size", "-1")).File("x", ""));
        yield return Case("pax sparse file", new TarBuilder().Pax(("GNU.sparse.major", "1"), ("GNU.sparse.name", "x")).File("x"));
        yield return Case("pax global name", new TarBuilder().Entry("g", 'g', TarBuilder.PaxRecords(("path", "a"))).File("x"));
        yield return Case("pax record too long", new TarBuilder().Entry("p", 'x', "999 path=a\n"u8.ToArray()).File("x"));
        yield return Case("pax record without length", new TarBuilder().Entry("p", 'x', "path=a\n"u8.ToArray()).File("x"));
        yield return Case("pax without entry", new TarBuilder().Pax(("path", "a")));
        yield return Case("huge pax header", new TarBuilder().Entry("p", 'x', new byte[70 * 1024]).File("x"));
        yield return Case("4 GB name", new TarBuilder().Entry("@", 'L', [], size: 4L << 30).File("x"));
        yield return Case("long name without end", new TarBuilder().Entry("@", 'L', "abc"u8.ToArray()).File("x"));
        yield return Case("file larger than the archive", new TarBuilder().Entry("x", '0', [], size: 1 << 20));
        yield return Case("file of 8 GiB claimed", new TarBuilder().Entry("x", '0', [], size: (8L << 30) - 1));
        yield return Case("directory with content", new TarBuilder().Entry("d/", '5', new byte[512]));
        yield return Case("link with content", new TarBuilder().Entry("l", '2', new byte[512], link: "x"));
        yield return Case("too many entries", Enumerable.Range(0, 250).Aggregate(new TarBuilder(), (tar, i) => tar.File($"f{i}", "")));
        yield return Case("header with a wrong checksum", new TarBuilder().Raw([.. Enumerable.Repeat((byte)'x', 512)]));
        yield return Case("something after the end", new TarBuilder().File("a").Raw(new byte[1024]).File("b"));
        yield return Raw("archive without end", new TarBuilder().File("a").ToUnfinishedGzip());
        yield return Raw("zip bomb in gzip", TarBuilder.Compress([.. new TarBuilder().Entry("zeros", '0', new byte[48 << 20]).ToBytes(), .. new byte[1024]]));
        yield return Raw("empty file", []);
        yield return Raw("no gzip at all", Encoding.UTF8.GetBytes(new string('x', 2000)));
        var sound = new TarBuilder().File("a", new string('x', 5000)).ToGzip();
        yield return Raw("gzip cut off", sound[..^20]);
        yield return Raw("gzip with a wrong checksum", [.. sound[..^8], (byte)~sound[^8], .. sound[^7..]]);
        yield return Raw("gzip with a wrong size", [.. sound[..^1], (byte)~sound[^1]]);
        yield return Raw("gzip with something behind it", [.. sound, 1, 2, 3]);
        yield return Raw("gzip with something behind zeros", [.. sound, .. new byte[100], 1]);
        yield return Raw("gzip with half a member behind it", [.. sound, .. sound[..20]]);
        for (var cut = 1; cut <= 12; cut++)
        {
            yield return Raw($"gzip without its last {cut} bytes", sound[..^cut]);
        }
    }

    [TestCaseSource(nameof(BadArchives))]
    public void Extract_UnsafeArchive_IsRefusedAndLeavesNothingOutside(byte[] archive)
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("a", "root")).FullName;

        Assert.That(() => Extract(archive, root), Throws.InstanceOf<UnsafeArchiveException>());
        Assert.That(new DirectoryInfo(directory.Path).GetFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(f => !f.FullName.StartsWith(root, StringComparison.Ordinal) && f.Name != "a" && f.Name != "archive"), Is.Empty);
        Assert.That(new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.LinkTarget is not null), Is.Empty);
    }

    [Test]
    public void Extract_OrdinaryArchive_UnpacksFilesModesAndLinks()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("root")).FullName;
        var archive = new TarBuilder().DirectoryPath("./").DirectoryPath("./bin/").File("./bin/run", "#!", 0xfff).File("readme", "text", 0x1b6)
            .Link("current", "bin/run").Link("bin/up", "../readme").Link("bin/self", "run").Link("bin/top", "..").Pax(("path", "lang/ü"), ("mtime", "1.5")).File("x", "y").ToGzip();

        Extract(archive, root);

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(root, "current")), Is.EqualTo("#!"));
            Assert.That(File.ReadAllText(Path.Combine(root, "bin/up")), Is.EqualTo("text"));
            Assert.That(File.ReadAllText(Path.Combine(root, "lang/ü")), Is.EqualTo("y"));
            Assert.That((int)File.GetUnixFileMode(Path.Combine(root, "bin/run")), Is.EqualTo(Convert.ToInt32("755", 8)), "setuid is stripped");
            Assert.That((int)File.GetUnixFileMode(Path.Combine(root, "readme")), Is.EqualTo(Convert.ToInt32("644", 8)), "others cannot write");
        });
    }

    [TestCase("v7")]
    [TestCase("ustar")]
    [TestCase("gnu")]
    [TestCase("oldgnu")]
    [TestCase("pax")]
    public void Extract_ArchiveOfTar_GivesTheSameTree(string format)
    {
        using var directory = new TestDirectory();
        var deep = format == "v7" ? "sub" : string.Join('/', Enumerable.Repeat("folder-name", 12));
        directory.Write($"in/{deep}/file", "deep");
        directory.Write("in/large", new string('x', 200_000));
        File.SetUnixFileMode(directory.Write("in/bin/run", "#!"), (UnixFileMode)Convert.ToInt32("755", 8));
        File.CreateSymbolicLink(directory.Combine("in", "link"), "bin/run");
        using (var tar = Process.Start("tar", ["-C", directory.Combine("in"), $"--format={format}", "-czf", directory.Combine("made.tar.gz"), "."]))
        {
            tar.WaitForExit();
            Assert.That(tar.ExitCode, Is.Zero);
        }

        var root = Directory.CreateDirectory(directory.Combine("out")).FullName;
        Extract(File.ReadAllBytes(directory.Combine("made.tar.gz")), root);

        Assert.That(File.ReadAllText(Path.Combine(root, "bin", "run")), Is.EqualTo("#!"));
        Assert.That((int)File.GetUnixFileMode(Path.Combine(root, "bin", "run")), Is.EqualTo(Convert.ToInt32("755", 8)));
        Assert.That(File.ReadAllText(Path.Combine(root, deep, "file")), Is.EqualTo("deep"));
        Assert.That(File.ReadAllText(Path.Combine(root, "large")), Has.Length.EqualTo(200_000));
        Assert.That(File.ReadAllText(Path.Combine(root, "link")), Is.EqualTo("#!"));
    }

    [Test]
    public void Extract_LongNames_AreRead()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("root")).FullName;
        var name = string.Join('/', Enumerable.Repeat(new string('n', 60), 5));
        var archive = new TarBuilder().Entry("././@LongLink", 'L', Encoding.UTF8.GetBytes(name + "\0")).File("cut", "gnu")
            .Pax(("path", name + "2")).File("cut", "pax").ToGzip();

        Extract(archive, root);

        Assert.That(File.ReadAllText(Path.Combine(root, name)), Is.EqualTo("gnu"));
        Assert.That(File.ReadAllText(Path.Combine(root, name + "2")), Is.EqualTo("pax"));
    }

    [Test]
    public void Extract_HardLinks_AreCopies()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("root")).FullName;
        Extract(new TarBuilder().File("./a/f", "same", 0x1ed).Entry("./b/f", '1', link: "./a/f").Entry("c", '1', link: "b/f").ToGzip(), root);

        File.WriteAllText(Path.Combine(root, "a/f"), "another");
        Assert.That((string[])[File.ReadAllText(Path.Combine(root, "b/f")), File.ReadAllText(Path.Combine(root, "c"))], Is.EqualTo((string[])["same", "same"]));
        Assert.That((int)File.GetUnixFileMode(Path.Combine(root, "c")), Is.EqualTo(Convert.ToInt32("755", 8)));
    }

    [Test]
    public void Extract_NamesThatDifferByCase_AreTwoFilesWhereThatIsAllowed()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("root")).FullName;
        var archive = new TarBuilder().File("README.md", "1").File("readme.md", "2").File("D/x").File("d/x").ToGzip();
        Assert.That(() => Extract(archive, root), Throws.InstanceOf<UnsafeArchiveException>().With.Message.Contains("AllowCaseVariants"));

        Directory.Delete(root, recursive: true);
        Directory.CreateDirectory(root);
        Extract(archive, root, Limits with { AllowsCaseVariants = true });
        Assert.That(File.ReadAllText(Path.Combine(root, "readme.md")), Is.EqualTo("2"));
        Assert.That(() => Extract(new TarBuilder().File("x").File("x").ToGzip(), root, Limits with { AllowsCaseVariants = true }), Throws.InstanceOf<UnsafeArchiveException>().With.Message.Contains("same name").Or.InstanceOf<IOException>());
    }

    [Test]
    public void Extract_BackslashInAName_IsACharacterLikeAnyOther()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("root")).FullName;
        Extract(new TarBuilder().File("dev-disk\\x2dlabel.mount", "1").ToGzip(), root);
        Assert.That(File.Exists(Path.Combine(root, "dev-disk\\x2dlabel.mount")));
    }

    [Test]
    public void Extract_GzipOfSeveralMembers_UnpacksAll()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("root")).FullName;
        var tar = new TarBuilder().File("a", new string('x', 70_000)).File("b", "b").ToBytes();
        Extract([.. TarBuilder.Compress(tar[..1000]), .. TarBuilder.Compress([]), .. TarBuilder.Compress([.. tar[1000..], .. new byte[1024]]), .. new byte[512]], root);
        Assert.That(File.ReadAllText(Path.Combine(root, "a")), Has.Length.EqualTo(70_000));
        Assert.That(File.ReadAllText(Path.Combine(root, "b")), Is.EqualTo("b"));
    }

    [TestCase("a/dev", '4', "'a/dev' in the archive: The archive holds a device")]
    [TestCase("../up", '0', "'../up' in the archive: ")]
    [TestCase("it's\u001b[31m", '0', "'it\\'s [31m' in the archive: ")]
    [TestCase("d", '1', "'d' in the archive: It is a hard link")]
    [TestCase("kept", '0', "'kept' in the archive: Another entry")]
    public void Extract_RefusedEntry_IsNamed(string name, char type, string expected)
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("root")).FullName;
        Assert.That(() => Extract(new TarBuilder().File("kept").Entry(name, type, link: "x").ToGzip(), root), Throws.InstanceOf<UnsafeArchiveException>().With.Message.StartsWith(expected));
    }

    [Test]
    public void Extract_RefusedBetweenEntries_NamesTheLastInOrder()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("root")).FullName;
        Assert.That(
            () => Extract(new TarBuilder().File("first").File("second").Raw([.. Enumerable.Repeat((byte)'x', 512)]).ToGzip(), root),
            Throws.InstanceOf<UnsafeArchiveException>().With.Message.StartsWith("Behind 'second' in the archive: "));
    }

    [Test]
    public void Extract_Cancelled_Stops()
    {
        using var directory = new TestDirectory();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        File.WriteAllBytes(directory.Combine("x.tar.gz"), new TarBuilder().File("a").ToGzip());
        using var reader = Archive.Open("x.tar.gz", File.OpenRead(directory.Combine("x.tar.gz")), Limits);
        Assert.That(() => ArchiveExtractor.Extract(reader, directory.Path, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static void Extract(byte[] archive, string root, ArchiveLimits? limits = null)
    {
        var file = Path.Combine(root, "..", "archive");
        File.WriteAllBytes(file, archive);
        using var reader = Archive.Open("x.tar.gz", File.OpenRead(file), limits ?? Limits);
        ArchiveExtractor.Extract(reader, root, CancellationToken.None);
    }

    // With a file, so that it is not refused for having none.
    private static TestCaseData Case(string name, TarBuilder tar) => Raw(name, new TarBuilder().File("kept").Raw(tar.ToBytes()).ToGzip());

    private static TestCaseData Raw(string name, byte[] archive) => new TestCaseData(archive).SetName($"Extract_UnsafeArchive({name.Replace('"', '\'')})");
}
