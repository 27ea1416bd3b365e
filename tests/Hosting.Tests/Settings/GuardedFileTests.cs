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

    private string Write(string name, string mode)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, "x");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        return path;
    }
}
