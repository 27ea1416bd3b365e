using Deployer.Configuration;
using Deployer.Hosting;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Tests.Hosting;

/// <summary>A directory of the socket that cannot be used is told with what is wrong, as it was found, and what mends it.</summary>
[TestFixture]
internal sealed class SocketFileTests
{
    private const string Group = "54320";

    private TestDirectory _directory = null!;

    private string Meeting => _directory.Combine("run");

    [SetUp]
    public void Create()
    {
        if (PosixFiles.UserId != 0)
        {
            Assert.Ignore("Only root gives files to other users.");
        }

        _directory = new TestDirectory();
        Directory.CreateDirectory(Meeting);
    }

    [TearDown]
    public void Remove() => _directory?.Dispose();

    [TestCase("54321:54320", "2750", false, "does not belong to this program's user (owner 54321, group 54320, mode 2750)")]
    [TestCase("54321:54320", "0777", false, "does not belong to this program's user (owner 54321, group 54320, mode 0777)")]
    [TestCase("0:54320", "0777", true, "is not empty, and lets in others than this program's user and the socket's group (owner root, group 54320, mode 0777)")]
    public void Prepare_DirectoryThatCannotBeUsed_IsToldAndMended(string owner, string mode, bool isFull, string expected)
    {
        if (isFull)
        {
            File.WriteAllText(Path.Combine(Meeting, "else"), "x");
        }

        Shell($"chown {owner} {Meeting} && chmod {mode} {Meeting}");

        var message = Assert.Throws<ConfigurationException>(Prepare)!.Message;

        var mend = $"chown root:54320 {Meeting} && chmod 2750 {Meeting}";
        Assert.That(message, Is.EqualTo($"The key 'Deployer:Socket' holds '{Meeting}/d.sock': its directory {expected}; mend it with: {mend}"));
        Shell(mend);
        Assert.That(Prepare, Throws.Nothing);
    }

    // Such as that of the gatekeeper's keys, which a command would give to the deployer; or of the deployer's, which it would open to the gatekeeper.
    [TestCase("54321:54320", "2750", "does not belong to this program's user")]
    [TestCase("54321:54322", "0755", "does not belong to this program's user")]
    [TestCase("0:54322", "2750", "is not empty, and its group is not the socket's")]
    [TestCase("0:0", "0700", "is not empty, and its group is not the socket's")]
    [TestCase("0:54320", "0700", "is not empty, and is closed to the socket's group")]
    [TestCase("0:54320", "2740", "is not empty, and is closed to the socket's group")]
    public void Prepare_DirectoryInUse_IsNotToBeGivenToOthers(string owner, string mode, string expected)
    {
        File.WriteAllText(Path.Combine(Meeting, "else"), "x");
        Shell($"chown {owner} {Meeting} && chmod {mode} {Meeting}");

        var message = Assert.Throws<ConfigurationException>(Prepare)!.Message;

        Assert.That(message, Does.Contain($"its directory {expected} (").And.EndsWith("; name a directory of the socket's own: this one is in use, and is not to be given to others"));
        Assert.That(PosixFiles.Find(Meeting)!.Value.Permissions, Is.EqualTo(Convert.ToInt32(mode, 8)), "it stays what it was");
    }

    [TestCase("2750")]
    [TestCase("0750")]
    [TestCase("0710")]
    public void Prepare_DirectoryInUseThatTheGroupEnters_StaysWhatItIs(string mode)
    {
        File.WriteAllText(Path.Combine(Meeting, "else"), "x");
        Shell($"chown 0:54320 {Meeting} && chmod {mode} {Meeting}");

        Assert.That(Prepare, Throws.Nothing);
        Assert.That(PosixFiles.Find(Meeting)!.Value.Permissions, Is.EqualTo(Convert.ToInt32(mode, 8)));
    }

    [Test]
    public void Prepare_EmptyDirectoryOfItsOwn_IsMadeWhatItMustBe()
    {
        Shell($"chmod 0777 {Meeting}");
        Prepare();
        Assert.That((PosixFiles.Find(Meeting)!.Value.Permissions, PosixFiles.Find(Meeting)!.Value.Group), Is.EqualTo((Convert.ToInt32("2750", 8), 54320u)));
    }

    private void Prepare() => SocketFile.Prepare(new DeployerOptions { Socket = Path.Combine(Meeting, "d.sock"), SocketGroup = Group });

    private static void Shell(string command)
    {
        using var process = System.Diagnostics.Process.Start("sh", ["-c", command]);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, command);
    }
}
