using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using Gateway.Contract.Audit;

namespace EndToEnd.Tests;

/// <summary>What <c>gatectl audit</c> shows of a log, whole and damaged.</summary>
public class AuditTests
{
    private TemporaryDirectory _directory = null!;

    private string Log => _directory.Sub("audit");

    private string Records => Directory.EnumerateFiles(Log, "records-*").Order(StringComparer.Ordinal).First();

    [SetUp]
    public async Task CopyTheLog()
    {
        _directory = new TemporaryDirectory();
        var denied = await Gate.Curl.DeployAsync("production", "shop-ci", "1.0.0");
        Assert.That(denied.Status, Is.EqualTo(403), denied.Body);
        // A checkpoint follows the records within a moment.
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        var copy = await ProcessRun.RunAsync("cp", ["-r", Path.Combine(Gate.Dev.State, "gatekeeper", "audit"), Log]);
        Assert.That(copy.ExitCode, Is.Zero, copy.All);
        Directory.CreateDirectory(_directory.Sub("keys"));
        File.Copy(Path.Combine(Gate.Dev.State, "gatekeeper", "keys", "audit.vkey"), _directory.Sub("keys/audit.vkey"));
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Verify_OfTheLogAsItIs_Succeeds()
    {
        var run = await VerifyAsync();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That((bool)run.Json["intact"]!, Is.True);
            Assert.That((long)run.Json["logs"]![0]!["records"]!, Is.GreaterThan(4));
            Assert.That((string)run.Json["logs"]![0]!["checkpoint"]!["origin"]!, Is.EqualTo("gatekeeper.local/audit"));
        });
    }

    [Test]
    public async Task Verify_OfARunningGate_Succeeds()
    {
        var run = await Gate.GatectlAsync("audit", "verify");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out, Does.StartWith("verified: "));
            Assert.That(run.Out, Does.Match(@"verified: [0-9]+ records in \S*/gatekeeper/audit,").And.Match(@"verified: [0-9]+ records in \S*/deployer/audit,"));
            Assert.That(run.Out, Does.Match("matched: [0-9]+ executions? rests? on a decision that allowed just that"));
        });
    }

    // What every other test of this gate has put there.
    [Test]
    public void Records_OfBothLogs_HaveTheKindsAndMembersOfThePage()
    {
        var page = File.ReadAllText(SourceTree.PathTo("docs/audit-log.md"));
        string[] logs = [Path.Combine(Gate.Dev.State, "gatekeeper", "audit"), Path.Combine(Gate.Dev.State, "deployer", "audit")];
        var records = logs.SelectMany(LogReader.ReadAll).Select(entry => JsonNode.Parse(entry.Json)!.AsObject()).ToList();
        var told = records.SelectMany(record => record.Select(member => member.Key).Append((string)record["kind"]!)).Distinct();
        Assert.That(told.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
        Assert.That(records.Select(record => (string)record["kind"]!).Distinct(), Is.SupersetOf(new[] { "start", "revision", "decision", "execution" }));
    }

    [Test]
    public async Task List_OfTheDeployersLog_ShowsItsStart()
    {
        var run = await ProcessRun.RunAsync(
            Repository.Gatectl, ["audit", "list", "--log", Path.Combine(Gate.Dev.State, "deployer", "audit"), "--output", "json"]);
        var first = run.Json["records"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)first["kind"]!, Is.EqualTo("start"));
            Assert.That((string)first["labels"]!["id"]!, Is.EqualTo("deployer.local/audit"));
        });
    }

    [Test]
    public async Task Verify_AfterOneByteOfARecordChanged_FailsAndSaysWhere()
    {
        const int record = 3;
        var bytes = await File.ReadAllBytesAsync(Records);
        var at = StartOfLine(bytes, record) + 40;
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(Records, bytes);
        await AssertFailsAtAsync(record);
    }

    [Test]
    public async Task Verify_AfterARecordWasRemoved_FailsAndSaysWhere()
    {
        const int record = 2;
        var lines = (await File.ReadAllLinesAsync(Records)).ToList();
        lines.RemoveAt(record);
        await File.WriteAllTextAsync(Records, string.Concat(lines.Select(line => line + "\n")));
        await AssertFailsAtAsync(record);
    }

    [Test]
    public async Task Verify_AfterTheLastRecordsWereCutOff_Fails()
    {
        var lines = await File.ReadAllLinesAsync(Records);
        await File.WriteAllTextAsync(Records, string.Concat(lines.SkipLast(2).Select(line => line + "\n")));
        var run = await VerifyAsync();
        Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
    }

    [Test]
    public async Task List_OfWhatWasDenied_ShowsWhoAndWhy()
    {
        var run = await ProcessRun.RunAsync(Repository.Gatectl, ["audit", "list", "--log", Log, "--denied", "--environment", "production", "--output", "json"]);
        var records = run.Json["records"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(records, Is.Not.Empty);
            Assert.That(records.Select(record => (string)record!["input"]!["environment"]!), Is.All.EqualTo("production"));
            Assert.That(records[^1]!.ToJsonString(), Does.Not.Contain("eyJ"), "no token is in the log");
        });
    }

    [Test]
    public async Task List_ByADecisionId_FindsWhatTheCallerWasTold()
    {
        var denied = await Gate.Curl.DeployAsync("production", "shop-ci", "1.0.0");
        var run = await Gate.GatectlAsync("audit", "list", "--decision", denied.DecisionId);
        Assert.That(run.Out, Does.Contain("DENIED").And.Contain("code:shop/ci").And.Contain("production"), run.All);
    }

    [Test]
    public async Task List_OfARefusalBeforeADecision_IsThereToo()
    {
        var refused = await Gate.Curl.DeployAsync("test", null, "1.0.0");
        var run = await Gate.GatectlAsync("audit", "list", "--decision", refused.DecisionId);
        Assert.That(run.Out, Does.Contain("MISSING_CREDENTIALS"), run.All);
    }

    private Task<ProcessRun> VerifyAsync() => ProcessRun.RunAsync(Repository.Gatectl, ["audit", "verify", "--log", Log, "--output", "json"]);

    private async Task AssertFailsAtAsync(int record)
    {
        var run = await VerifyAsync();
        var problem = run.Json["logs"]![0]!["problem"]!;
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.All);
            Assert.That((bool)run.Json["intact"]!, Is.False);
            Assert.That((int)problem["record"]!, Is.EqualTo(record), run.All);
            Assert.That((string)problem["file"]!, Is.EqualTo(Path.GetFileName(Records)));
        });
    }

    private static int StartOfLine(byte[] bytes, int line)
    {
        var start = 0;
        for (var seen = 0; seen < line; seen++)
        {
            start = Array.IndexOf(bytes, (byte)'\n', start) + 1;
        }

        return start;
    }
}
