using Gateway.Hosting.Settings;
using Gateway.Hosting.State;

namespace Hosting.Tests.State;

[TestFixture]
internal sealed class StateDirectoryTests
{
    private const string Key = "Program:StateDirectory";

    private string _directory = null!;

    private string State => Path.Combine(_directory, "state");

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("state-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Open_WhereNothingIs_MakesItForItsOwnerOnly()
    {
        using var state = StateDirectory.Open(State, Key);

        Assert.That((state.FullPath, state.Combine("x")), Is.EqualTo((State, State + "/x")));
        Assert.That(Convert.ToString((int)File.GetUnixFileMode(State), 8), Is.EqualTo("700"));
    }

    [Test]
    public void Open_HeldByAnother_IsRefusedUntilThatLetsGo()
    {
        using (StateDirectory.Open(State, Key))
        {
            AssertRefused("which another process uses");
        }

        StateDirectory.Open(State, Key).Dispose();
    }

    [Test]
    public void Open_ReadyFileOfACrash_IsGone()
    {
        StateDirectory.Open(State, Key).Dispose();
        File.WriteAllText(Path.Combine(State, ReadyFile.Name), "{}");

        using var state = StateDirectory.Open(State, Key);
        Assert.That(File.Exists(state.Combine(ReadyFile.Name)), Is.False);
    }

    [Test]
    public void Open_DirectoryOfAnotherUser_IsRefused()
    {
        Directory.CreateDirectory(State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var chown = System.Diagnostics.Process.Start("chown", ["4711", State]);
        chown.WaitForExit();
        Assume.That(chown.ExitCode, Is.Zero, "only root gives directories away");

        AssertRefused("valid is a directory of this program's own user that only it may enter (chmod 700)");
    }

    [Test]
    public void Open_DirectoryOfOthers_IsLeftAsItWas()
    {
        Directory.CreateDirectory(State);
        File.WriteAllText(Path.Combine(State, "other"), "x");
        File.SetUnixFileMode(State, (UnixFileMode)Convert.ToInt32("777", 8));

        AssertRefused("valid is a directory of this program's own user that only it may enter (chmod 700)");
        Assert.That(Convert.ToString((int)File.GetUnixFileMode(State), 8), Is.EqualTo("777"));
    }

    [Test]
    public void Open_LinkToADirectoryOfItsOwn_Opens()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "private"), (UnixFileMode)Convert.ToInt32("700", 8));
        Directory.CreateSymbolicLink(State, Path.Combine(_directory, "private"));

        Assert.That(() => StateDirectory.Open(State, Key).Dispose(), Throws.Nothing);
    }

    private void AssertRefused(string expected) =>
        Assert.That(() => StateDirectory.Open(State, Key), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith($"The key '{Key}' holds '{State}'").And.Message.Contains(expected));
}
