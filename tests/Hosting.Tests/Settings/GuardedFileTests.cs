using System.Diagnostics;
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

    // A certificate in one file with its key: what would open the one opens the other.
    [TestCase(false)]
    [TestCase(true)]
    public void Require_CertificateInOneFileWithItsKey_IsJudgedAsAKey(bool byLink)
    {
        var (key, certificate) = (Write("both.pem", "640"), Path.Combine(_directory, "link.pem"));
        File.CreateSymbolicLink(certificate, key);
        using (var chown = Process.Start("chown", ["0:4713", key]))
        {
            chown.WaitForExit();
        }

        var judge = new PathJudge(withWay: false, 4711, 4711) { MayRead = _ => false };
        GuardedFile[] files = [new("A:Certificate", byLink ? certificate : key, PathKind.Trusted), new("A:Key", key, PathKind.Secret)];

        Assert.That(
            Assert.Throws<ConfigurationException>(() => GuardedFile.Require(judge, files))!.Message,
            Does.StartWith("The key 'A:Key' holds ").And.Not.Contain("chmod a+r").And.Not.Contain("\n"));
    }

    // Whoever may bend the link could have led it to the key for the start only.
    [Test]
    public void Require_CertificateByAStrangersLinkToAKey_IsRefused()
    {
        var (key, open) = (Write("key.pem", "600"), Directory.CreateDirectory(Path.Combine(_directory, "open")).FullName);
        var certificate = Path.Combine(open, "link.pem");
        File.CreateSymbolicLink(certificate, key);
        using (var chown = Process.Start("chown", ["4714", open]))
        {
            chown.WaitForExit();
        }

        GuardedFile[] files = [new("A:Certificate", certificate, PathKind.Trusted), new("A:Key", key, PathKind.Secret)];

        Assert.That(
            Assert.Throws<ConfigurationException>(() => GuardedFile.Require(new PathJudge(withWay: true, 0, 0), files))!.Message,
            Does.StartWith($"The key 'A:Certificate' holds '{certificate}': '{open}' on the way to it: "));
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

    // To mend all that follows would make one user of two.
    [TestCase(4711u, 4712u, true)]
    [TestCase(4711u, 4711u, false)]
    [TestCase(4711u, 0u, false)]
    [TestCase(4711u, 65534u, false)]
    [TestCase(0u, 4712u, true)]
    public void Require_StateOfAnotherUser_AsksFirstWhetherThisIsTheRightOne(uint user, uint owner, bool isTold)
    {
        var (state, key) = (Directory.CreateDirectory(Path.Combine(_directory, "state")).FullName, Write("key", "666"));
        using (var chown = Process.Start("chown", [$"{owner}", state]))
        {
            chown.WaitForExit();
        }

        var judge = new PathJudge(withWay: false, user, user);
        GuardedFile[] files = [new("A:Key", key, PathKind.Secret), new("A:State", state, PathKind.OwnDirectory)];

        var lines = Assert.Throws<ConfigurationException>(() => GuardedFile.Require(judge, files))!.Message.Split('\n');

        var question = $"This program runs as '{Accounts.UserName(user)}', and the key 'A:State' holds '{state}', which belongs to '4712'. If that is the user it should have, start it as '4712' (User= in its unit) and mend nothing of this:";
        Assert.That(lines[0], isTold ? Is.EqualTo(question) : Does.StartWith("The key 'A:Key' holds "));
    }

    [Test]
    public void Require_StateOfAnotherUserByALink_AsksToo()
    {
        var (state, link) = (Directory.CreateDirectory(Path.Combine(_directory, "state")).FullName, Path.Combine(_directory, "link"));
        File.CreateSymbolicLink(link, state);
        using (var chown = Process.Start("chown", ["4712", state]))
        {
            chown.WaitForExit();
        }

        var judge = new PathJudge(withWay: false, 4711, 4711);

        Assert.That(() => GuardedFile.Require(judge, [new("A:State", link, PathKind.OwnDirectory)]), Throws.TypeOf<ConfigurationException>().With.Message.Contains($"'{link}', which belongs to '4712'. If that is the user"));
    }

    private string Write(string name, string mode)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, "x");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        return path;
    }
}
