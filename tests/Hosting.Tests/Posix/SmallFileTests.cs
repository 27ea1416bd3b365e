using System.Diagnostics;
using Gateway.Hosting.Posix;

namespace Hosting.Tests.Posix;

/// <summary>Keys and settings are read whole, and nothing else than a regular file of bounded size is waited for.</summary>
[TestFixture]
internal sealed class SmallFileTests
{
    private string _directory = null!;

    private string Path_ => Path.Combine(_directory, "file");

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("small-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(99)]
    [TestCase(100)]
    public void ReadBytes_UpToItsBound_IsWhole(int length)
    {
        var content = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        File.WriteAllBytes(Path_, content);
        Assert.That(SmallFile.ReadBytes(Path_, 100), Is.EqualTo(content));
    }

    [Test]
    public void ReadBytes_LongerThanItsBound_IsRefused()
    {
        File.WriteAllBytes(Path_, new byte[101]);
        Assert.That(() => SmallFile.ReadBytes(Path_, 100), Throws.InstanceOf<IOException>().With.Message.EqualTo("It has more than 100 bytes."));
    }

    // The kernel's own files say that they are empty.
    [Test]
    public void ReadText_FileOfUnknownSize_IsWhole() => Assert.That(SmallFile.ReadText("/proc/self/status", 64 * 1024), Does.Contain("VmSize"));

    [Test]
    public void ReadText_FileOfUnknownSizeBeyondTheBound_IsRefused() =>
        Assert.That(() => SmallFile.ReadText("/proc/self/status", 100), Throws.InstanceOf<IOException>());

    [Test]
    public void ReadText_ThroughALink_IsRead()
    {
        File.WriteAllText(Path_, "\uFEFFtext");
        File.CreateSymbolicLink(Path.Combine(_directory, "link"), "file");
        Assert.That(SmallFile.ReadText(Path.Combine(_directory, "link"), 100), Is.EqualTo("text"));
    }

    [Test]
    public void ReadText_Nothing_IsToldAsThat() =>
        Assert.That(() => SmallFile.ReadText(Path_, 100), Throws.TypeOf<FileNotFoundException>().With.Message.EqualTo("It is not there."));

    [Test]
    public void ReadText_Fifo_IsRefusedAtOnce()
    {
        using var make = Process.Start("mkfifo", [Path_]);
        make.WaitForExit();
        File.CreateSymbolicLink(Path.Combine(_directory, "link"), "file");
        Assert.That(() => SmallFile.ReadText(Path_, 100), Throws.InstanceOf<NotRegularFileException>());
        Assert.That(() => SmallFile.ReadText(Path.Combine(_directory, "link"), 100), Throws.InstanceOf<NotRegularFileException>());
    }
}
