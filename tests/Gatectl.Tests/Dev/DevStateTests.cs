using Gatectl.CommandLine;
using Gatectl.Dev;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Dev;

public class DevStateTests
{
    private TemporaryDirectory _directory = null!;
    private ProgramDirectories _programs = null!;

    private string Directory => Path.Combine(_directory.Path, "state");

    [SetUp]
    public void SetUp()
    {
        _directory = new TemporaryDirectory();
        _directory.File("program/policies/a/a.rego", "package a\n");
        _directory.File("program/policies/a/data.yaml", "x: 1\n");
        _directory.File("program/policies/readme.txt", "not a policy");
        _programs = new ProgramDirectories(Path.Combine(_directory.Path, "program"));
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public void Open_NewDirectory_MakesEverythingThatTheProgramsNeed()
    {
        using var state = Open();
        Assert.Multiple(() =>
        {
            Assert.That(
                new[]
                {
                    state.Paths.Ca, state.Paths.ServerCertificate, state.Paths.ServerKey, state.Paths.GrantSigningKey, state.Paths.GrantPublicKey,
                    state.Paths.SecretsKey, Path.Combine(state.Paths.Policies, "a", "a.rego"), Path.Combine(state.Paths.Policies, "a", "data.yaml"),
                    Path.Combine(state.Paths.Artifacts, "shop-1.0.0.tar.gz"), Path.Combine(state.Paths.Artifacts, "shop-1.1.0.tar.gz"),
                },
                Has.All.Matches<string>(File.Exists));
            Assert.That(File.Exists(Path.Combine(state.Paths.Policies, "readme.txt")), Is.False);
            Assert.That(File.GetUnixFileMode(state.Paths.Root), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(File.GetUnixFileMode(state.Paths.SecretsKey), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        });
    }

    [Test]
    public void Open_Again_KeepsWhatIsThere()
    {
        string key;
        using (var first = Open())
        {
            key = File.ReadAllText(first.Paths.SecretsKey);
            File.WriteAllText(Path.Combine(first.Paths.Policies, "a", "data.yaml"), "x: 2\n");
        }

        using var second = Open();
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(second.Paths.SecretsKey), Is.EqualTo(key));
            Assert.That(File.ReadAllText(Path.Combine(second.Paths.Policies, "a", "data.yaml")), Is.EqualTo("x: 2\n"));
        });
    }

    [TestCase("deployer/secrets.key")]
    [TestCase("grants/signing-key.pem")]
    [TestCase("tls/server-key.pem")]
    public void Open_KeyThatOthersCouldRead_SaysWhatToDo(string key)
    {
        var file = Path.Combine(Directory, key);
        Open().Dispose();
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);
        Assert.That(() => Open(), Throws.TypeOf<CommandFailure>().With.Message.Contains($"{file}: everybody can read it").And.Message.Contains($"mend it with: chmod 0600 {file}"));
    }

    [Test]
    public void Open_DirectoryInUse_SaysSo()
    {
        using var first = Open();
        Assert.That(() => Open(), Throws.TypeOf<CommandFailure>().With.Message.Contains("another 'gatectl dev' runs"));
    }

    [Test]
    public void Open_DirectoryOfSomethingElse_IsLeftAlone()
    {
        var file = _directory.File("state/thesis.txt", "years of work");
        Assert.Multiple(() =>
        {
            Assert.That(() => Open(), Throws.TypeOf<CommandFailure>().With.Message.Contains("not the state of a local gate"));
            Assert.That(System.IO.Directory.GetFileSystemEntries(Directory), Is.EqualTo(new[] { file }));
        });
    }

    [Test]
    public void Open_StateOfAnotherFormat_SaysSo()
    {
        _directory.File("state/format", "99\n");
        Assert.That(() => Open(), Throws.TypeOf<CommandFailure>().With.Message.Contains("'99'"));
    }

    [TestCase("grants/signing-key.pem", "no key")]
    [TestCase("deployer/secrets.key", "c2hvcnQ=")]
    [TestCase("deployer/secrets.key", "%%%")]
    [TestCase("tls/server.pem", "no certificate")]
    public void Open_DamagedState_SaysWhatIsDamaged(string file, string content)
    {
        Open().Dispose();
        _directory.File(Path.Combine("state", file), content);
        Assert.Multiple(() =>
        {
            Assert.That(() => Open(), Throws.TypeOf<CommandFailure>().With.Message.Contains("damaged"));
            Assert.That(() => Open(), Throws.TypeOf<CommandFailure>().With.Message.Contains("damaged"), "and the lock is free again");
        });
    }

    [Test]
    public void Open_AFile_IsAUsageFailure()
    {
        _directory.File("state", "");
        Assert.That(() => Open(), Throws.TypeOf<CommandFailure>().With.Property(nameof(CommandFailure.ExitCode)).EqualTo(ExitCode.Usage));
    }

    private DevState Open() => DevState.Open(Directory, _programs, TimeProvider.System);
}
