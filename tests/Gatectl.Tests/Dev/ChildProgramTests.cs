using System.Diagnostics;
using Gatectl.CommandLine;
using Gatectl.Dev;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Dev;

public class ChildProgramTests
{
    // As the programs do: a file that is there is whole.
    private const string WritesReadyAndWaitsForTheEndOfItsInput = "echo \"{\\\"pid\\\":$$,\\\"socket\\\":\\\"/s\\\"}\" > written.json; mv written.json ready.json; cat > /dev/null; exit ${CODE:-0}";

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Start_ProgramThatBecomesReady_IsStoppedByTheEndOfItsInput()
    {
        await using var child = ChildProgram.Start(Spec(WritesReadyAndWaitsForTheEndOfItsInput));
        var ready = await child.WaitUntilReadyAsync(CancellationToken.None);
        var stoppedCleanly = await child.StopAsync();
        Assert.Multiple(() =>
        {
            Assert.That(ready.Socket, Is.EqualTo("/s"));
            Assert.That(stoppedCleanly, Is.True);
        });
    }

    [Test]
    public async Task Stop_ProgramThatEndsBadly_SaysSo()
    {
        await using var child = ChildProgram.Start(Spec("CODE=7; " + WritesReadyAndWaitsForTheEndOfItsInput));
        await child.WaitUntilReadyAsync(CancellationToken.None);
        Assert.That(await child.StopAsync(), Is.False);
    }

    [Test]
    public async Task Start_ProgramThatEndsAtOnce_FailsWithItsLastWords()
    {
        await using var child = ChildProgram.Start(Spec("echo 'the key X holds Y' >&2; exit 3"));
        var failure = (await Assert.ThrowsAsync<CommandFailure>(() => child.WaitUntilReadyAsync(CancellationToken.None)))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.Contain("ended with code 3"));
            Assert.That(failure.Details, Is.EqualTo(new[] { "the key X holds Y" }));
        });
    }

    [Test]
    public async Task Start_WithAReadyFileOfAnEarlierRun_DoesNotBelieveIt()
    {
        _directory.File("ready.json", """{"pid":1,"url":"https://127.0.0.1:1"}""");
        await using var child = ChildProgram.Start(Spec("exit 1"));
        Assert.That(() => child.WaitUntilReadyAsync(CancellationToken.None), Throws.TypeOf<CommandFailure>());
    }

    [Test]
    public void StartInfo_OfForeignConfiguration_HasNone()
    {
        Environment.SetEnvironmentVariable("Gatekeeper__Listen", "0.0.0.0:1");
        try
        {
            Assert.That(Spec("true").StartInfo().Environment.Keys, Has.None.EqualTo("Gatekeeper__Listen"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("Gatekeeper__Listen", null);
        }
    }

    private ChildProgramSpec Spec(string script) => new()
    {
        Name = "deployer",
        Program = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", script } },
        StateDirectory = _directory.Path,
        LogFile = Path.Combine(_directory.Path, "logs", "deployer.log"),
        Settings = [],
    };
}
