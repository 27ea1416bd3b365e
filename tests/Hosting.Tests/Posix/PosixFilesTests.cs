using Gateway.Hosting.Posix;

namespace Hosting.Tests.Posix;

/// <summary>What the file system says, and that nothing but a regular file is ever opened.</summary>
[TestFixture]
internal sealed class PosixFilesTests
{
    private DirectoryInfo _directory = null!;

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("posix-");

    [TearDown]
    public void Remove() => _directory.Delete(recursive: true);

    [Test]
    public void OpenRegular_File_IsRead()
    {
        var path = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(path, "text");

        using var file = PosixFiles.OpenRegular(path);

        Assert.That(new StreamReader(file!).ReadToEnd(), Is.EqualTo("text"));
    }

    [Test]
    public void OpenRegular_Nothing_IsNull() => Assert.That(PosixFiles.OpenRegular(Path.Combine(_directory.FullName, "none")), Is.Null);

    [Test]
    public void OpenRegular_Link_IsRefused()
    {
        var path = Path.Combine(_directory.FullName, "link");
        File.CreateSymbolicLink(path, "/etc/hostname");

        Assert.That(() => PosixFiles.OpenRegular(path), Throws.InstanceOf<NotRegularFileException>());
    }

    [Test]
    public void MayRead_FileAndNothing_IsTheKernelsWord()
    {
        var path = Path.Combine(_directory.FullName, "file");
        Assert.That(PosixFiles.MayRead(path), Is.False);
        File.WriteAllText(path, "text");
        Assert.That(PosixFiles.MayRead(path), Is.True);
    }

    [Test]
    public void Find_Directory_SaysSo() => Assert.That(PosixFiles.Find(_directory.FullName)!.Value.Type, Is.EqualTo(FileType.Directory));
}
