using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Hosting.Tests.Audit;

/// <summary>A disk that reports an error of its write-back once: what was not put on stable storage is never taken for it.</summary>
[TestFixture]
public sealed class FailedSyncTests
{
    private AuditDirectory _directory = null!;
    private FailingDisk _disk = null!;

    [SetUp]
    public void SetUp() => (_directory, _disk) = (new AuditDirectory(), new FailingDisk());

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task RecordAsync_OneSyncFails_EveryRecordThatAwaitedItFails()
    {
        var log = _directory.Open(_disk);
        await AuditDirectory.RecordAsync(log, durable: true);
        using var isHeld = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _disk.Fail("records-", 1);
        _disk.Syncing = path =>
        {
            if (Path.GetFileName(path).StartsWith("records-", StringComparison.Ordinal))
            {
                _disk.Syncing = null;
                isHeld.Set();
                mayGoOn.Wait(TimeSpan.FromSeconds(5));
            }
        };
        var calls = new List<Task> { AuditDirectory.RecordAsync(log, durable: true).AsTask() };
        isHeld.Wait(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 5; i++)
        {
            calls.Add(AuditDirectory.RecordAsync(log, durable: true).AsTask());
        }

        Assert.That(() => LogReader.ReadAll(_directory.Log).Count(), Is.EqualTo(8).After(5000, 5), "all are written behind the sync that is going to fail");
        mayGoOn.Set();
        foreach (var call in calls)
        {
            Assert.That(async () => await call, Throws.TypeOf<AuditUnavailableException>());
        }

        Assert.That(() => log.IsWritable, Is.True.After(5000, 20), "the log mends itself");
        await AuditDirectory.RecordAsync(log, durable: true);
        await log.DisposeAsync();
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task RecordAsync_SyncFailsAtRotation_NoSegmentIsBegunBeforeItIsRepaired()
    {
        _directory.Options.SegmentSizeBytes = 4096;
        _directory.Options.SyncInterval = TimeSpan.FromMilliseconds(100);
        var log = _directory.Open(_disk);
        await AuditDirectory.RecordAsync(log, durable: false, new string('x', 5000));
        var first = _directory.Segment;
        _disk.Fail("records-", 1);
        Assert.That(async () => await AuditDirectory.RecordAsync(log, durable: true), Throws.TypeOf<AuditUnavailableException>());
        Assert.That(() => log.IsWritable, Is.True.After(5000, 20));
        await AuditDirectory.RecordAsync(log, durable: true);
        Assert.That(_directory.Segment, Is.Not.EqualTo(first));
        Assert.That(_disk.Synced.Count(path => path == first), Is.GreaterThanOrEqualTo(2), "written again and synced, then synced as a whole");
        await log.DisposeAsync();
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task Open_RecordsBehindTheLastCheckpoint_ArePutOnStableStorageAgain()
    {
        using var copy = await CopyWithUnsealedAsync();
        using (var log = new LogOpening(copy, _disk))
        {
            Assert.That(_disk.Synced.Take(2), Has.Some.EqualTo(copy.Segment), "before anything is written: the process before may have ended after a failed sync");
        }

        Assert.That(copy.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task Open_LeafHashesBehindTheLastCheckpointAreWrong_AreComputedFromTheRecords()
    {
        // A segment that was begun behind the last checkpoint, as a kill between the two leaves it.
        using var copy = await CopyWithUnsealedAsync();
        var lines = File.ReadAllLines(copy.Segment);
        var sealedSize = copy.Verify().Checkpoint!.Size;
        Assert.That(lines, Has.Length.GreaterThan(sealedSize));
        File.WriteAllText(copy.Segment, string.Concat(lines[..^1].Select(line => line + "\n")));
        File.WriteAllText(Path.Combine(copy.Log, LogLayout.SegmentName(lines.Length - 1)), lines[^1] + "\n");
        using (var hashes = new FileStream(Path.Combine(copy.Log, LogLayout.LeafHashesFile), FileMode.Open))
        {
            hashes.SetLength(sealedSize * MerkleHash.Size);
            hashes.SetLength((lines.Length - 1) * MerkleHash.Size);
        }

        await copy.WriteAsync(1);
        var verification = copy.Verify();
        Assert.That(verification.Status, Is.EqualTo(LogStatus.Intact), verification.Problem?.Message);
    }

    // As a kill leaves it: two records that are written, and behind the last checkpoint.
    private async Task<AuditDirectory> CopyWithUnsealedAsync()
    {
        _directory.Options.SyncInterval = TimeSpan.FromMilliseconds(100);
        await using var log = _directory.Open();
        await Task.Delay(120);
        await AuditDirectory.RecordAsync(log, durable: true);
        Assert.That(() => _directory.Verify().UnsealedRecords, Is.Zero.After(2000, 10));
        log.TryRecordEvent("sample", [("n", RegoNumber.From(1))]);
        await log.RecordEventAsync("sample", [("n", RegoNumber.From(2))], durable: false);
        return _directory.Copy();
    }

    private sealed class LogOpening(AuditDirectory directory, LogDisk disk) : IDisposable
    {
        private readonly TamperEvidentLog _log = directory.Open(disk);

        public void Dispose() => _log.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
