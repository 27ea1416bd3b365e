using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Hosting.Tests.Settings;

[TestFixture]
internal sealed class GuardedFileTests
{
    private static readonly PathJudge Judge = new(isDevelopment: true);

    private string _directory = null!;

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("guarded-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Require_NothingOrPrivate_Passes() => Assert.That(
        () => GuardedFile.Require(Judge, [new("A", "", PathKind.Secret), new("B", Write("b", "600"), PathKind.Secret), GuardedFile.OwnConfiguration]), Throws.Nothing);

    [Test]
    public void Require_SeveralThatOthersCouldHave_NamesEachInALine()
    {
        var (key, own) = (Write("key", "644"), Write("own.json", "666"));

        var lines = Assert.Throws<ConfigurationException>(() => GuardedFile.Require(Judge, [new("A:Key", key, PathKind.Secret), new(null, own, PathKind.Trusted)]))!.Message.Split('\n');

        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(lines[0], Does.StartWith($"The key 'A:Key' holds '{key}': "));
        Assert.That(lines[1], Does.StartWith($"The file '{own}': "));
    }

    [Test]
    public void Require_OneFaultOfManyFiles_IsToldOnce()
    {
        File.SetUnixFileMode(_directory, (UnixFileMode)0x1ff);
        var child = Path.Combine(_directory, "child");
        GuardedFile[] files = [new("A:State", _directory, PathKind.Directory), new("A:State", child, PathKind.Directory) { IsDerived = true }, new("A:Other", _directory, PathKind.Directory)];

        Assert.That(Assert.Throws<ConfigurationException>(() => GuardedFile.Require(Judge, files))!.Message, Does.StartWith($"The key 'A:State' holds '{_directory}': ").And.Not.Contain("\n"));
    }

    [Test]
    public void Require_PathThatFollowsFromAKey_IsNotSaidToBeHeldByIt() => Assert.That(
        Assert.Throws<ConfigurationException>(() => GuardedFile.Require(Judge, [new("A:State", Write("x", "666"), PathKind.Trusted) { IsDerived = true }]))!.Message,
        Does.StartWith($"The key 'A:State' leads to '{Path.Combine(_directory, "x")}': "));

    private string Write(string name, string mode)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, "x");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        return path;
    }
}
