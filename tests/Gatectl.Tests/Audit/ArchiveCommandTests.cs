using System.Reflection;
using System.Text;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Microsoft.Extensions.Logging.Abstractions;
using Rego.Values;

namespace Gatectl.Tests.Audit;

/// <summary><c>gatectl audit archive</c>: the oldest segments move, and everything that the log proves it goes on to prove.</summary>
public class ArchiveCommandTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public async Task WriteLog()
    {
        _directory = new TemporaryDirectory();
        await WriteAsync(40);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Archive_ClosedSegments_AreMovedAndVerifiedInBothPlaces()
    {
        var before = LogLayout.FindSegments(Log);
        var run = await ArchiveAsync("--keep", "1");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(LogLayout.FindSegments(Log), Has.Count.EqualTo(2), "the open one, and one that is kept");
        Assert.That(LogLayout.FindSegments(Archive), Has.Count.EqualTo(before.Count - 2));

        var both = await VerifyAsync("--archive", Archive);
        Assert.That(both.ExitCode, Is.EqualTo(ExitCode.Done), both.Out);
        Assert.That(both.Out, Does.Contain("verified: 42 records").And.Not.Contain("moved to an archive"));
        var alone = await VerifyAsync();
        Assert.That(alone.ExitCode, Is.EqualTo(ExitCode.Done), alone.Out);
        Assert.That(alone.Out, Does.Contain("verified: 42 records").And.Contain("only their hashes compared: name it with --archive"));
        Assert.That((await ArchiveAsync("--keep", "1")).Out, Does.Contain("no closed segment to move"));
    }

    [Test]
    public async Task Archive_RecordThere_HasItsProof()
    {
        var first = File.ReadLines(LogLayout.FindSegments(Log)[0].Path).First();
        await ArchiveAsync("--keep", "0");
        var checkpoint = new LogVerifier(Key).Verify(Log).Checkpoint!;
        var prover = new MerkleProver(await File.ReadAllBytesAsync(Path.Combine(Log, LogLayout.LeafHashesFile)));
        var hash = new byte[MerkleHash.Size];
        MerkleHash.OfLeaf(Encoding.ASCII.GetBytes(first), hash);
        Assert.That(MerkleProof.VerifyInclusion(0, checkpoint.Size, hash, prover.ProveInclusion(0, checkpoint.Size), checkpoint.Root.Span), Is.True);
    }

    [Test]
    public async Task Archive_ProgramRunsAndStartsAgain_GoesOn()
    {
        await using (var log = OpenLog())
        {
            await ArchiveAsync("--keep", "0");
            await log.RecordEventAsync("sample", [], durable: true);
            Assert.That(log.IsWritable, Is.True);
        }

        await WriteAsync(20);
        await ArchiveAsync("--keep", "0");
        await WriteAsync(1);
        var both = await VerifyAsync("--archive", Archive);
        Assert.That(both.ExitCode, Is.EqualTo(ExitCode.Done), both.Out);
        Assert.That(LogLayout.FindSegments(Log), Has.Count.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task Archive_RecordInTheArchiveChanged_Shows()
    {
        await ArchiveAsync("--keep", "0");
        var segment = LogLayout.FindSegments(Archive)[1].Path;
        await File.WriteAllTextAsync(segment, (await File.ReadAllTextAsync(segment)).Replace("xxxx", "xxxy", StringComparison.Ordinal));
        var run = await VerifyAsync("--archive", Archive);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(run.Out, Does.Contain("RecordChanged").And.Contain(Path.GetFileName(segment)));
    }

    [Test]
    public async Task Archive_RecordIsNotAsItWasHashed_NothingIsRemoved()
    {
        var segment = LogLayout.FindSegments(Log)[0].Path;
        await File.WriteAllTextAsync(segment, (await File.ReadAllTextAsync(segment)).Replace("xxxx", "xxxy", StringComparison.Ordinal));
        var run = await ArchiveAsync("--keep", "0");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(run.Error, Does.Contain("not what it was hashed to"));
        Assert.That(File.Exists(segment), Is.True);
        Assert.That(ArchivedSegments.CountRecords(Log), Is.Zero);
    }

    [Test]
    public async Task Archive_InterruptedBeforeTheRemoval_GoesOnFromThere()
    {
        var segment = LogLayout.FindSegments(Log)[0].Path;
        var content = await File.ReadAllBytesAsync(segment);
        await ArchiveAsync("--keep", "0");
        await File.WriteAllBytesAsync(segment, content);
        await WriteAsync(0);
        Assert.That((await VerifyAsync("--archive", Archive)).ExitCode, Is.EqualTo(ExitCode.Done));
        var run = await ArchiveAsync("--keep", "0");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(File.Exists(segment), Is.False);
        await WriteAsync(0);
    }

    [Test]
    public async Task Open_SegmentRemovedThatIsOnNoList_IsRefused()
    {
        File.Delete(LogLayout.FindSegments(Log)[0].Path);
        Assert.That(() => WriteAsync(0), Throws.InvalidOperationException.With.Message.Contains("are gone"));
    }

    [Test]
    public async Task Archive_OfAnotherLog_IsAUsageFailure()
    {
        Directory.CreateDirectory(Archive);
        await File.WriteAllTextAsync(Path.Combine(Archive, "origin"), "other.test/audit\n");
        Assert.That((await ArchiveAsync()).ExitCode, Is.EqualTo(ExitCode.Usage));
    }

    [Test]
    public async Task Archive_ToTheLogsOwnDirectory_IsAUsageFailureAndRemovesNothing()
    {
        var before = LogLayout.FindSegments(Log);
        Directory.CreateSymbolicLink(Path.Combine(_directory.Path, "link"), State);
        foreach (var path in new[] { Log, Log + "/", Path.Combine(_directory.Path, "link", "audit") })
        {
            var run = await CommandRun.RunAsync(_directory.Path, "audit", "archive", "--log", Log, "--to", path, "--keep", "0");
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage), path);
            Assert.That(LogLayout.FindSegments(Log), Is.EqualTo(before), path);
        }
    }

    [Test]
    public async Task Archive_HasRecordsOfALogThatWasSetAside_ReplacesNothing()
    {
        await ArchiveAsync("--keep", "0");
        var kept = await File.ReadAllBytesAsync(LogLayout.FindSegments(Archive)[0].Path);
        Directory.Move(Log, Path.Combine(State, "before"));
        File.Delete(Path.Combine(State, "audit.mark"));
        await WriteAsync(50);
        var before = LogLayout.FindSegments(Log);
        var run = await ArchiveAsync("--keep", "0");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(run.Error, Does.Contain("has other records").And.Contain("take an archive of its own"));
        Assert.That(await File.ReadAllBytesAsync(LogLayout.FindSegments(Archive)[0].Path), Is.EqualTo(kept));
        Assert.That(LogLayout.FindSegments(Log), Is.EqualTo(before));
    }

    [Test]
    public async Task Archive_InterruptedWhileASegmentIsCopied_GoesOnFromThere()
    {
        Directory.CreateDirectory(Archive);
        var seen = new List<string>();
        using (var watcher = new FileSystemWatcher(Archive) { EnableRaisingEvents = true })
        {
            watcher.Created += (_, change) => seen.Add(change.Name!);
            await ArchiveAsync("--keep", "0");
            Assert.That(() => seen, Has.Some.Contains(".jsonl").After(5000, 20));
        }

        // What a killed run leaves: each of the names that were seen, half written.
        foreach (var name in seen.Where(name => !File.Exists(Path.Combine(Archive, name))))
        {
            await File.WriteAllTextAsync(Path.Combine(Archive, name), "{\"seq\":");
        }

        await WriteAsync(20);
        var run = await ArchiveAsync("--keep", "0");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That((await VerifyAsync("--archive", Archive)).ExitCode, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task Verify_SegmentGoneFromTheArchive_Shows()
    {
        await ArchiveAsync("--keep", "0");
        File.Delete(LogLayout.FindSegments(Archive)[0].Path);
        var run = await VerifyAsync("--archive", Archive);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed), run.Out);
        Assert.That(run.Out, Does.Contain("RecordMissing at record 0"));
    }

    private string State => Path.Combine(_directory.Path, "gatekeeper");

    private string Log => Path.Combine(State, "audit");

    private string Archive => Path.Combine(_directory.Path, "archive");

    private NoteVerifierKey Key => NoteVerifierKey.Parse(File.ReadAllText(Path.Combine(State, "keys", "audit.vkey")).Trim());

    private Task<CommandRun> ArchiveAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["audit", "archive", "--log", Log, "--to", Archive, .. arguments]);

    private Task<CommandRun> VerifyAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["audit", "verify", "--log", Log, .. arguments]);

    private TamperEvidentLog OpenLog() => TamperEvidentLog.Open(
        new AuditOptions { Origin = "gatekeeper.test/audit", SegmentSizeBytes = 4096 }, State, Assembly.GetExecutingAssembly(), TimeProvider.System, NullLogger.Instance);

    private async Task WriteAsync(int records)
    {
        await using var log = OpenLog();
        for (var i = 0; i < records; i++)
        {
            await log.RecordEventAsync("sample", [("text", RegoString.From(new string('x', 300)))], durable: i % 5 == 0);
        }
    }
}
