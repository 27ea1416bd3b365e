using System.IO.Compression;
using Deployer.Artifacts.Archives;
using Deployer.Tests.Support;

namespace Deployer.Tests.Artifacts.Archives;

[TestFixture]
internal sealed class ZipReaderTests
{
    private static readonly ArchiveLimits Limits = new(MaxEntries: 200, MaxBytes: 64 << 20, MaxRatio: 50);

    private static IEnumerable<TestCaseData> BadArchives()
    {
        foreach (var name in (string[])["/etc/passwd", "../up", "a/../../up", "..", "a\\..\\..\\up", "C:\\x", "a\0b", "a\nb", "a//b", "./../x", "x/.."])
        {
            yield return Case($"file named {name.Replace('\0', '0').Replace('\n', 'n')}", new ZipBuilder().File(name));
        }

        yield return Case("directory that leaves", new ZipBuilder().DirectoryPath("../d/"));
        yield return Case("link that leaves", new ZipBuilder().Link("l", "../../etc"));
        yield return Case("absolute link", new ZipBuilder().Link("l", "/etc"));
        yield return Case("file through a link", new ZipBuilder().DirectoryPath("d/").Link("l", "d").File("l/x"));
        yield return Case("same name twice", new ZipBuilder().File("f").File("f"));
        yield return Case("names that differ by case", new ZipBuilder().File("f").File("F"));
        yield return Case("device", new ZipBuilder().File("dev", "", 0x21b6));
        yield return Case("FIFO", new ZipBuilder().File("pipe", "", 0x11b6));
        yield return Case("socket", new ZipBuilder().File("sock", "", 0xc1b6));
        yield return Case("directory's mode on a file's name", new ZipBuilder().File("d", "", 0x41ed));
        yield return Case("directory with content", new ZipBuilder().Entry("d/", [1, 2, 3], 0x41ed));
        yield return Case("other name in the local header", new ZipBuilder().Entry("good", [1], 0x81a4, localName: "evil"));
        yield return Case("wrong checksum", new ZipBuilder().Entry("f", [1, 2, 3], 0x81a4, crc: 7));
        yield return Case("size too small", new ZipBuilder().Entry("f", [1, 2, 3], 0x81a4, size: 1));
        yield return Case("size too large", new ZipBuilder().Entry("f", [1, 2, 3], 0x81a4, size: 9));
        yield return Case("encrypted", new ZipBuilder().Entry("f", [1], 0x81a4, flags: 1));
        yield return Case("method that is not known", new ZipBuilder().Entry("f", [1], 0x81a4, method: 14));
        yield return Case("zip64 size", new ZipBuilder().Entry("f", [1], 0x81a4, size: 0xffffffff));
        yield return Case("entries that overlap", new ZipBuilder().File("a").Entry("a", "content"u8.ToArray(), 0x81a4, offset: 0));
        yield return Case("offset beyond the file", new ZipBuilder().Entry("a", [1], 0x81a4, offset: 1 << 20));
        yield return Case("bomb", new ZipBuilder().Entry("zeros", new byte[48 << 20], 0x81a4));
        yield return Case("too many entries", Enumerable.Range(0, 250).Aggregate(new ZipBuilder(), (zip, i) => zip.File($"f{i}")));
        yield return Case("name with a backslash of another system", new ZipBuilder { MadeBy = 0 }.File("a\\b"));
        yield return Raw("archive without files", new ZipBuilder().DirectoryPath("d/").ToArray());
        yield return Raw("fewer entries than said", new ZipBuilder().File("a").ToArray(count: 2));
        yield return Raw("more entries than said", new ZipBuilder().File("a").File("b").ToArray(count: 1));
        yield return Raw("65535 entries said", new ZipBuilder().File("a").ToArray(count: 0xffff));
        yield return Raw("something before", new ZipBuilder().File("a").ToArray(before: [1, 2, 3, 4]));
        yield return Raw("something after", new ZipBuilder().File("a").ToArray(after: [1, 2, 3, 4]));
        yield return Raw("empty file", []);
        yield return Raw("no zip at all", new byte[2000]);
        yield return Raw("cut off", new ZipBuilder().File("a").ToArray()[..^10]);
    }

    [TestCaseSource(nameof(BadArchives))]
    public void Extract_UnsafeArchive_IsRefused(byte[] archive)
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("a", "root")).FullName;
        Assert.That(() => Extract(archive, root), Throws.InstanceOf<UnsafeArchiveException>());
        Assert.That(new DirectoryInfo(directory.Path).GetFileSystemInfos().Select(f => f.Name), Is.EqualTo((string[])["a"]));
    }

    [Test]
    public void Extract_ArchiveOfTheFramework_Unpacks()
    {
        using var directory = new TestDirectory();
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("empty/");
            using StreamWriter text = new(zip.CreateEntry("sub/text").Open());
            text.Write(string.Concat(Enumerable.Repeat("text ", 1000)));
        }

        var root = Directory.CreateDirectory(directory.Combine("a", "root")).FullName;
        Extract(file.ToArray(), root);

        Assert.That(Directory.Exists(Path.Combine(root, "empty")));
        Assert.That(File.ReadAllText(Path.Combine(root, "sub/text")), Has.Length.EqualTo(5000));
    }

    [Test]
    public void Extract_LinksAndModes_AreKept()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("a", "root")).FullName;
        Extract(new ZipBuilder().File("bin/run", "x", 0x89ed).Link("run", "bin/run").Entry("stored", [1, 2], 0, method: 0).ToArray(), root);

        Assert.That(File.ReadAllText(Path.Combine(root, "run")), Is.EqualTo("x"));
        Assert.That((int)File.GetUnixFileMode(Path.Combine(root, "bin/run")), Is.EqualTo(Convert.ToInt32("755", 8)));
        Assert.That(File.ReadAllBytes(Path.Combine(root, "stored")), Is.EqualTo((byte[])[1, 2]));
    }

    [Test]
    public void Extract_MadeOnMacOs_KeepsLinksAndModes()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("a", "root")).FullName;
        Extract(new ZipBuilder { MadeBy = 19 }.File("bin/run", "x", 0x89ed).Link("run", "bin/run").ToArray(), root);
        Assert.That(new FileInfo(Path.Combine(root, "run")).LinkTarget, Is.EqualTo("bin/run"));
        Assert.That((int)File.GetUnixFileMode(Path.Combine(root, "bin/run")), Is.EqualTo(Convert.ToInt32("755", 8)));
    }

    // Archives as Python's zipfile (force_zip64) and Info-ZIP (from a pipe) write them.
    [TestCase("504b03042d000000080000002100 8f5d0e5e ffffffff ffffffff 0700 1400 6269672e747874 0100 1000 6400000000000000 0600000000000000 aba8a03d0000 504b01022d032d000000080000002100 8f5d0e5e 06000000 64000000 0700 0000 0000 0000 0000 00008001 00000000 6269672e747874 504b0506000000000100010035000000 3f000000 0000", "big.txt", 100)]
    [TestCase("504b03042d0000000000e3a57e5d 20303a36 ffffffff ffffffff 0100 1400 2d 0100 1000 0600000000000000 0600000000000000 68656c6c6f0a 504b01021e032d0000000000e3a57e5d 20303a36 06000000 06000000 0100 0000 0000 0000 0100 00008011 00000000 2d 504b06062c00000000000000 1e032d000000000000000000 0100000000000000 0100000000000000 2f00000000000000 3900000000000000 504b0607 00000000 6800000000000000 01000000 504b0506000000000100 01002f000000 39000000 0000", "-", 6)]
    public void Extract_Zip64_IsRead(string archive, string name, int size)
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("a", "root")).FullName;
        Extract(Convert.FromHexString(archive.Replace(" ", "", StringComparison.Ordinal)), root);
        Assert.That(new FileInfo(Path.Combine(root, name)).Length, Is.EqualTo(size));
    }

    [Test]
    public void Extract_RefusedEntry_IsNamed()
    {
        using var directory = new TestDirectory();
        var root = Directory.CreateDirectory(directory.Combine("a", "root")).FullName;
        Assert.That(
            () => Extract(new ZipBuilder().File("good").Entry("sub/bad", [1, 2, 3], 0x81a4, crc: 7).ToArray(), root),
            Throws.InstanceOf<UnsafeArchiveException>().With.Message.StartsWith("'sub/bad' in the archive: "));
        Assert.That(
            () => Extract(new ZipBuilder().File("good").Entry("locked", [1], 0x81a4, flags: 1).ToArray(), root),
            Throws.InstanceOf<UnsafeArchiveException>().With.Message.StartsWith("'locked' in the archive: "));
    }

    private static void Extract(byte[] archive, string root)
    {
        var file = Path.Combine(root, "..", "archive");
        File.WriteAllBytes(file, archive);
        using var reader = Archive.Open("x.zip", File.OpenRead(file), Limits);
        ArchiveExtractor.Extract(reader, root, CancellationToken.None);
    }

    // With a file, so that it is not refused for having none.
    private static TestCaseData Case(string name, ZipBuilder zip) => Raw(name, zip.File("kept").ToArray());

    private static TestCaseData Raw(string name, byte[] archive) => new TestCaseData(archive).SetName($"Extract_UnsafeZip({name})");
}
