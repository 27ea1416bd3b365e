using System.Diagnostics;
using Gatectl.CommandLine;
using Gatectl.Dev;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Dev;

public class SupervisedProgramTests
{
    private const string BecomesReady = "echo start >> starts; echo \"{\\\"pid\\\":$$}\" > ready.tmp; mv ready.tmp ready.json; ";

    private readonly List<string> _notices = [];
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp()
    {
        _notices.Clear();
        _directory = new TemporaryDirectory();
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Keep_ProgramThatEndsOnce_IsStartedAgainAndSaysSo()
    {
        await using var program = Program(BecomesReady + "[ $(wc -l < starts) -gt 1 ] && cat > /dev/null");
        using var stop = new CancellationTokenSource();
        program.Start();
        await program.WaitUntilReadyAsync(stop.Token);
        var keeping = program.KeepAsync(stop.Token);
        await WaitForStartsAsync(2);
        await stop.CancelAsync();
        Assert.Multiple(() =>
        {
            Assert.That(async () => await keeping, Throws.InstanceOf<OperationCanceledException>());
            Assert.That(_notices, Is.EqualTo(new[] { "the deployer has ended; starting it again." }));
        });
    }

    [Test]
    public async Task Keep_ProgramThatEndsAgainAndAgain_IsGivenUp()
    {
        await using var program = Program(BecomesReady + "sleep 0.2");
        program.Start();
        await program.WaitUntilReadyAsync(CancellationToken.None);
        Assert.That(() => program.KeepAsync(CancellationToken.None), Throws.TypeOf<CommandFailure>().With.Message.Contains("times in a row"));
        Assert.That(_notices, Has.Count.EqualTo(5));
    }

    private async Task WaitForStartsAsync(int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (File.ReadAllLines(Path.Combine(_directory.Path, "starts")).Length < count || _notices.Count < count - 1)
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    private SupervisedProgram Program(string script) => new(
        _ => new ChildProgramSpec
        {
            Name = "deployer",
            Program = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", script } },
            StateDirectory = _directory.Path,
            LogFile = Path.Combine(_directory.Path, "deployer.log"),
            Settings = [],
        },
        _notices.Add);
}
