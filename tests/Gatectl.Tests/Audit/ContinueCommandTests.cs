using System.Reflection;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatectl.Tests.Audit;

/// <summary><c>gatectl audit continue</c>: a log that a start refused goes on by an order, which is on record.</summary>
public class ContinueCommandTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Continue_LogWasDamaged_TheNextStartGoesOnAndRecordsIt()
    {
        await WriteAsync();
        var segment = Directory.EnumerateFiles(Log, "records-*").Single();
        await File.WriteAllTextAsync(segment, "damaged");
        Assert.That(WriteAsync, Throws.InvalidOperationException.With.Message.Contains("gatectl audit continue --log"));

        var run = await CommandRun.RunAsync(_directory.Path, "audit", "continue", "--log", Log, "--reason", "the disk was replaced");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(run.Out, Does.Contain("found: ").And.Contain("set-aside-"));
        await WriteAsync();
        Assert.That(LogReader.ReadAll(Log).First().Json, Does.Contain("\"kind\":\"continued\"").And.Contain("the disk was replaced"));
        Assert.That(LogContinuation.Find(Log), Is.Null, "an order is carried out once");
        Assert.That(Directory.EnumerateDirectories(Log).Single(), Does.Contain(LogLayout.SetAsidePrefix));
    }

    [Test]
    public async Task Continue_NothingWasRefused_Fails()
    {
        await WriteAsync();
        var run = await CommandRun.RunAsync(_directory.Path, "audit", "continue", "--log", Log, "--reason", "because");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(run.Error, Does.Contain("nothing to decide"));
        Assert.That(LogContinuation.Find(Log), Is.Null);
    }

    [TestCase("")]
    [TestCase("two\nlines")]
    public async Task Continue_ReasonThatIsNone_IsAUsageFailure(string reason)
    {
        await WriteAsync();
        await File.WriteAllBytesAsync(Path.Combine(Log, LogLayout.RefusalFile), new LogRefusal("something", IsRollback: false).ToBytes());
        var run = await CommandRun.RunAsync(_directory.Path, "audit", "continue", "--log", Log, "--reason", reason);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage), run.Out);
    }

    private string Log => Path.Combine(_directory.Path, "gatekeeper", "audit");

    private async Task WriteAsync()
    {
        var options = new AuditOptions { Origin = "gatekeeper.test/audit" };
        await using var log = TamperEvidentLog.Open(options, Path.GetDirectoryName(Log)!, Assembly.GetExecutingAssembly(), TimeProvider.System, NullLogger.Instance);
    }
}
