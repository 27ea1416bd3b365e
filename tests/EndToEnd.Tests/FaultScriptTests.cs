using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The script that breaks a running gate, in small: that it runs, meets its faults, and would tell what of the forbidden it saw.</summary>
[Parallelizable]
public class FaultScriptTests
{
    [Test]
    public async Task Script_FewFaults_AreMetAndLoseNothing()
    {
        var run = await RunAsync("--kills", "2", "--failing", "1", "--full", "0", "--clocks", "0", "--no-tamper");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out, Does.Contain("3 faults: 0 lost, 0 twice, 0 through"));
        });
    }

    [Test]
    public async Task Script_CallerWhoWasToldOfWhatIsNotThere_SaysLost()
    {
        var run = await RunAsync("--kills", "1", "--failing", "0", "--full", "0", "--clocks", "0", "--no-tamper", "--pretend-lost");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
            Assert.That(run.Out, Does.Contain("1 faults: not all well"));
        });
    }

    private static Task<ProcessRun> RunAsync(params string[] options) => ProcessRun.RunAsync(
        "bash", [SourceTree.PathTo("tests", "Faults", "run.sh"), .. options], environment: new Dictionary<string, string> { ["CONFIGURATION"] = Repository.Configuration });
}
