using System.Reflection;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Gateway.Hosting.Audit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatectl.Tests.Audit;

/// <summary><c>gatectl audit</c> in the state directory of a local gate, where two programs keep a log each.</summary>
public class LocalGateLogsTests
{
    private const string Gatekeeper = "gatekeeper";
    private const string Deployer = "deployer";

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public async Task WriteLogs()
    {
        _directory = new TemporaryDirectory();
        await WriteAsync(Gatekeeper);
        await WriteAsync(Deployer);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Verify_BothIntact_HasALineForEach()
    {
        var run = await VerifyAsync();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(run.Out.Split('\n').Where(line => line.StartsWith("verified: ", StringComparison.Ordinal)).ToArray(), Has.Length.EqualTo(2));
            Assert.That(run.Out, Does.Match($"(?s){Log(Gatekeeper)}.*{Log(Deployer)}"));
        });
    }

    [Test]
    public async Task Verify_BothIntactAsJson_HasTheGatekeepersFirst()
    {
        var run = await VerifyAsync("--output", "json");
        Assert.Multiple(() =>
        {
            Assert.That((bool)run.Json["intact"]!, Is.True);
            Assert.That(
                run.Json["logs"]!.AsArray().Select(log => (string)log!["checkpoint"]!["origin"]!), Is.EqualTo((string[])["gatekeeper.test/audit", "deployer.test/audit"]));
        });
    }

    [TestCase(Gatekeeper)]
    [TestCase(Deployer)]
    public async Task Verify_OneChanged_FailsAndTellsOfBoth(string program)
    {
        var segment = Directory.EnumerateFiles(Log(program), "records-*").Single();
        await File.WriteAllTextAsync(segment, (await File.ReadAllTextAsync(segment)).Replace("stop", "stap", StringComparison.Ordinal));
        var run = await VerifyAsync();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
            Assert.That(run.Out, Does.Contain($"NOT INTACT: {Log(program)}"));
            Assert.That(run.Out, Does.Match($"verified: 2 records in {Log(program == Gatekeeper ? Deployer : Gatekeeper)}"));
        });
    }

    [TestCase(Gatekeeper)]
    [TestCase(Deployer)]
    public async Task Verify_OneRemoved_Fails(string program)
    {
        Directory.Delete(Log(program), recursive: true);
        var run = await VerifyAsync();
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed), run.Out);
        Assert.That(run.Out, Does.Contain($"NOT INTACT: {Log(program)}"));
    }

    [Test]
    public async Task Verify_GatekeepersLogAndKeyRemoved_IsAUsageFailure()
    {
        Directory.Delete(State(Gatekeeper), recursive: true);
        var run = await VerifyAsync();
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage), "the deployer's alone does not pass for both");
    }

    [Test]
    public async Task Verify_DeployerNeverKeptALog_ChecksTheGatekeepers()
    {
        Directory.Delete(State(Deployer), recursive: true);
        var run = await VerifyAsync("--output", "json");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(run.Json["logs"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Verify_KeysGiven_AreTheGatekeepersThenTheDeployers()
    {
        string[] keys = ["--key", KeyOf(Gatekeeper), "--key", KeyOf(Deployer)];
        Assert.That((await VerifyAsync(keys)).ExitCode, Is.EqualTo(ExitCode.Done));
        Assert.That((await VerifyAsync("--key", KeyOf(Gatekeeper))).ExitCode, Is.EqualTo(ExitCode.Done));
        Assert.That((await VerifyAsync("--key", KeyOf(Deployer))).ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That((await VerifyAsync([.. keys, "--key", KeyOf(Deployer)])).ExitCode, Is.EqualTo(ExitCode.Usage));
    }

    [TestCase(Gatekeeper)]
    [TestCase(Deployer)]
    public async Task Verify_CheckpointKeptOfOne_IsHeldAgainstThatOne(string program)
    {
        var before = Path.Combine(_directory.Path, "before");
        Copy(Log(program), before);
        await WriteAsync(program);
        var kept = Path.Combine(_directory.Path, "kept");
        File.Copy(Path.Combine(Log(program), "checkpoint"), kept);
        Assert.That((await VerifyAsync("--checkpoint", kept)).ExitCode, Is.EqualTo(ExitCode.Done));

        Directory.Delete(Log(program), recursive: true);
        Copy(before, Log(program));
        Assert.That((await VerifyAsync()).ExitCode, Is.EqualTo(ExitCode.Done), "nothing in the directory itself can show it");
        Assert.That((await VerifyAsync("--checkpoint", kept)).ExitCode, Is.EqualTo(ExitCode.Failed));
    }

    [Test]
    public async Task Verify_CheckpointKeptOfNeither_IsAUsageFailure()
    {
        await WriteAsync("other");
        var run = await VerifyAsync("--checkpoint", Path.Combine(Log("other"), "checkpoint"));
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("gatekeeper.test/audit or deployer.test/audit"));
    }

    [Test]
    public async Task List_OfALocalGate_ShowsBothLogs()
    {
        var run = await CommandRun.RunAsync(_directory.Path, "audit", "list", "--output", "json");
        Assert.That(run.Json["records"]!.AsArray().Select(record => (string)record!["labels"]!["id"]!), Is.EquivalentTo(new[] { "gatekeeper.test/audit", "gatekeeper.test/audit", "deployer.test/audit", "deployer.test/audit" }));
    }

    private Task<CommandRun> VerifyAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["audit", "verify", .. arguments]);

    private string State(string program) => Path.Combine(_directory.Path, ".gate", program);

    private string Log(string program) => Path.Combine(State(program), "audit");

    private string KeyOf(string program) => Path.Combine(State(program), "keys", "audit.vkey");

    private async Task WriteAsync(string program)
    {
        var options = new AuditOptions { Origin = $"{program}.test/audit" };
        await using var log = TamperEvidentLog.Open(options, State(program), Assembly.GetExecutingAssembly(), TimeProvider.System, NullLogger.Instance);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
