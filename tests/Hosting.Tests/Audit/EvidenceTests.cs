using System.Text;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;

namespace Hosting.Tests.Audit;

/// <summary>A start changes nothing of a log that is not what was sealed, says what it found, and goes on only where that was ordered.</summary>
[TestFixture]
public sealed class EvidenceTests
{
    private AuditDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new AuditDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase("leaf hash of a sealed record", "leaf hash")]
    [TestCase("older checkpoint", "checkpoint of")]
    [TestCase("newest checkpoint gone", "is gone")]
    [TestCase("newest checkpoint of another", "is not right")]
    [TestCase("record behind the stop", "behind its sealed stop")]
    [TestCase("segment gone", "is gone")]
    public async Task Open_NotWhatWasSealed_IsRefusedAndNothingIsChanged(string how, string found)
    {
        _directory.Options.SegmentSizeBytes = how == "segment gone" ? 4096 : 1 << 20;
        await _directory.WriteAsync(30, _ => new string('x', 300));
        Tamper(how);
        var before = Snapshot();
        Assert.That(_directory.Open, Throws.InvalidOperationException.With.Message.Contains(found).And.Message.Contains("audit continue --log"));
        Assert.That(Snapshot(), Is.EqualTo(before));
        Assert.That(LogRefusal.Find(_directory.Log)!.Found, Does.Contain(found));
    }

    [Test]
    public async Task Open_UnsealedRecordEdited_IsRefusedByItsLeafHash()
    {
        // As a kill leaves it between the leaf hashes and the checkpoint.
        await using var log = _directory.Open();
        for (var i = 0; i < 3; i++)
        {
            await AuditDirectory.RecordAsync(log, durable: true);
        }

        Assert.That(() => _directory.Verify().UnsealedRecords, Is.Zero.After(2000, 10));
        using var copy = _directory.Copy();
        CutHistory(copy, 1);
        var text = File.ReadAllText(copy.Segment);
        var at = text.LastIndexOf("weekly", StringComparison.Ordinal);
        File.WriteAllText(copy.Segment, text.Remove(at, 1).Insert(at, "W"));
        var hashes = File.ReadAllBytes(Path.Combine(copy.Log, LogLayout.LeafHashesFile));
        Assert.That(copy.Open, Throws.InvalidOperationException.With.Message.Contains("leaf hash"));
        Assert.That(File.ReadAllBytes(Path.Combine(copy.Log, LogLayout.LeafHashesFile)), Is.EqualTo(hashes));
    }

    [Test]
    public async Task Open_HistoryBehindTheNewestCheckpoint_GoesOnAndSaysSo()
    {
        await _directory.WriteAsync(5);
        CutHistory(_directory, 1, withNote: false);
        await _directory.WriteAsync(1);
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact), _directory.Verify().Problem?.Message);
        Assert.That(LogReader.ReadAll(_directory.Log).Single(entry => entry.Kind == "repair").Json, Does.Contain("\"of\":\"checkpoints\""));
    }

    [TestCase("checkpoint")]
    [TestCase("leaf-hashes")]
    public async Task Open_FileEmptiedByAPowerFailure_GoesOnAndSaysSo(string name)
    {
        await _directory.WriteAsync(5);
        var path = Path.Combine(_directory.Log, name);
        File.WriteAllBytes(path, new byte[name == "checkpoint" ? 0 : new FileInfo(path).Length]);
        await _directory.WriteAsync(1);
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact), _directory.Verify().Problem?.Message);
    }

    [Test]
    public async Task Open_StartThatWasKilled_IsNotAdoptedAndKept()
    {
        await _directory.WriteAsync(3);
        var before = File.ReadAllText(_directory.Segment);
        var records = LogReader.ReadAll(_directory.Log).Count();
        var killed = $$"""{"seq":{{records}},"kind":"start","timestamp":"2026-01-01T00:00:00Z"}""" + "\n{\"seq\":";
        File.AppendAllText(_directory.Segment, killed);
        await _directory.WriteAsync(1);
        var entries = LogReader.ReadAll(_directory.Log).ToList();
        Assert.That(File.ReadAllText(_directory.Segment), Does.StartWith(before).And.Not.Contain("2026-01-01T00:00:00Z"));
        Assert.That(entries.Skip(records).Select(entry => entry.Kind), Is.EqualTo((string[])["repair", "start", "sample", "stop"]));
        Assert.That(Directory.EnumerateFiles(_directory.Log, "torn-*").Select(File.ReadAllText), Is.EqualTo((string[])[killed]));
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task Open_RolledBackToAnOlderCopy_IsRefusedUntilOrderedAndThenOnRecord()
    {
        await _directory.WriteAsync(3);
        var older = Snapshot();
        await _directory.WriteAsync(3);
        Restore(older);
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact), "it is right in itself");
        Assert.That(_directory.Open, Throws.InvalidOperationException.With.Message.Contains("rolled back").And.Message.Contains("10 were sealed"));

        Order("the machine was restored from its backup");
        await _directory.WriteAsync(1);
        var continued = LogReader.ReadAll(_directory.Log).Single(entry => entry.Kind == "continued");
        Assert.That(continued.Sequence, Is.EqualTo(5), "behind what the copy has");
        Assert.That(continued.Json, Does.Contain("restored from its backup").And.Contain("10 were sealed").And.Contain("\"by\":\"root\""));
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
        await _directory.WriteAsync(1);
        Assert.That(LogReader.ReadAll(_directory.Log).Count(entry => entry.Kind == "continued"), Is.EqualTo(1), "an order is carried out once");
    }

    [Test]
    public async Task Open_LogIsGone_IsRefused()
    {
        await _directory.WriteAsync(3);
        Directory.Delete(_directory.Log, recursive: true);
        Assert.That(_directory.Open, Throws.InvalidOperationException.With.Message.Contains("rolled back"));
    }

    // Killed a while after its last record, and not at the end of a run: what was sealed last is marked all the same.
    [Test]
    public async Task Open_RolledBackAfterAKillInSilence_IsRefused()
    {
        await _directory.WriteAsync(2);
        var older = Snapshot();
        await using var log = _directory.Open();
        for (var i = 0; i < 5; i++)
        {
            await AuditDirectory.RecordAsync(log, durable: true);
        }

        var last = LogReader.ReadAll(_directory.Log).Count();
        Assert.That(() => MarkedSize(), Is.EqualTo(last).After(5_000, 20));
        using var killed = _directory.Copy();
        File.WriteAllText(Path.Combine(killed.State, "audit.mark"), File.ReadAllText(Path.Combine(killed.State, "audit.mark")).Replace(_directory.Log, killed.Log, StringComparison.Ordinal));
        Directory.Delete(killed.Log, recursive: true);
        Directory.CreateDirectory(killed.Log);
        foreach (var (name, content) in older)
        {
            File.WriteAllText(Path.Combine(killed.Log, name), content, Encoding.Latin1);
        }

        Assert.That(killed.Open, Throws.InvalidOperationException.With.Message.Contains("rolled back"));
    }

    private long MarkedSize() => long.Parse(File.ReadAllLines(Path.Combine(_directory.State, "audit.mark"))[2], System.Globalization.CultureInfo.InvariantCulture);

    [Test]
    public async Task Open_ForkOfTheLog_IsRefused()
    {
        await _directory.WriteAsync(2);
        var older = Snapshot();
        await _directory.WriteAsync(2);
        var mark = File.ReadAllBytes(Path.Combine(_directory.State, "audit.mark"));
        Restore(older);
        File.Delete(Path.Combine(_directory.State, "audit.mark"));
        await _directory.WriteAsync(4);
        File.WriteAllBytes(Path.Combine(_directory.State, "audit.mark"), mark);
        Assert.That(_directory.Open, Throws.InvalidOperationException.With.Message.Contains("are others than the ones that were sealed here"));
    }

    [Test]
    public async Task Open_DamagedAndOrdered_IsSetAsideWholeAndANewLogBegins()
    {
        await _directory.WriteAsync(3);
        var text = File.ReadAllText(_directory.Segment).Replace("weekly", "WEEKLY", StringComparison.Ordinal);
        File.WriteAllText(_directory.Segment, text);
        Assert.That(_directory.Open, Throws.InvalidOperationException);
        var evidence = Snapshot();
        var order = Order("disk was replaced");
        await _directory.WriteAsync(1);

        var setAside = Path.Combine(_directory.Log, order.SetAside);
        Assert.That(Directory.EnumerateFiles(setAside).ToDictionary(path => Path.GetFileName(path), path => File.ReadAllText(path, Encoding.Latin1)), Is.EqualTo(evidence));
        var entries = LogReader.ReadAll(_directory.Log).ToList();
        Assert.That(entries.Select(entry => entry.Kind), Is.EqualTo((string[])["continued", "start", "sample", "stop"]));
        Assert.That(entries[0].Json, Does.Contain(order.SetAside).And.Contain("disk was replaced"));
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
        await _directory.WriteAsync(1);
    }

    [Test]
    public async Task Open_SettingAsideWasInterrupted_IsFinished()
    {
        await _directory.WriteAsync(3);
        File.WriteAllText(_directory.Segment, "damaged");
        Assert.That(_directory.Open, Throws.InvalidOperationException);
        var found = LogRefusal.Find(_directory.Log)!.Found;
        var order = Order("disk was replaced");
        Directory.CreateDirectory(Path.Combine(_directory.Log, order.SetAside));
        File.Move(Path.Combine(_directory.Log, "checkpoints"), Path.Combine(_directory.Log, order.SetAside, "checkpoints"));
        await _directory.WriteAsync(1);
        Assert.That(LogReader.ReadAll(_directory.Log).First().Json, Does.Contain("\"kind\":\"continued\"").And.Contain(found));
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task Open_OrderForAnotherFinding_IsRefused()
    {
        await _directory.WriteAsync(3);
        File.WriteAllText(_directory.Segment, "damaged");
        Assert.That(_directory.Open, Throws.InvalidOperationException);
        Order("disk was replaced");
        File.Delete(Path.Combine(_directory.Log, "checkpoints"));
        Assert.That(_directory.Open, Throws.InvalidOperationException.With.Message.Contains("checkpoints are gone"));
        Assert.That(Directory.EnumerateDirectories(_directory.Log), Is.Empty);
    }

    private void Tamper(string how)
    {
        var checkpoints = Path.Combine(_directory.Log, LogLayout.CheckpointHistoryFile);
        var checkpoint = Path.Combine(_directory.Log, LogLayout.CheckpointFile);
        switch (how)
        {
            case "leaf hash of a sealed record":
                Flip(Path.Combine(_directory.Log, LogLayout.LeafHashesFile), -40);
                break;
            case "older checkpoint":
                // Of the open segment, with the root of another; its signature holds no more, which is for the proof in the background.
                var history = CheckpointHistory.Read(File.ReadAllBytes(checkpoints), _directory.Key);
                Flip(checkpoints, File.ReadAllBytes(checkpoints).AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(history.Entries[^2].Checkpoint.Root.Span))));
                break;
            case "newest checkpoint gone":
                File.Delete(checkpoint);
                break;
            case "newest checkpoint of another":
                File.WriteAllText(checkpoint, "other\n");
                break;
            case "record behind the stop":
                File.AppendAllText(_directory.Segment, $$"""{"seq":{{LogReader.ReadAll(_directory.Log).Count()}},"kind":"decision","allowed":true}""" + "\n");
                break;
            default:
                File.Delete(LogLayout.FindSegments(_directory.Log)[1].Path);
                break;
        }
    }

    private static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        var place = at < 0 ? bytes.Length + at : at;
        bytes[place] = bytes[place] == (byte)'A' ? (byte)'B' : (byte)'A';
        File.WriteAllBytes(path, bytes);
    }

    private static void CutHistory(AuditDirectory directory, int entries, bool withNote = true)
    {
        var path = Path.Combine(directory.Log, LogLayout.CheckpointHistoryFile);
        var bytes = File.ReadAllBytes(path);
        var history = CheckpointHistory.Read(bytes, directory.Key);
        File.WriteAllBytes(path, bytes[..(int)history.Entries[^entries].Offset]);
        if (withNote)
        {
            File.WriteAllBytes(Path.Combine(directory.Log, LogLayout.CheckpointFile), bytes[(int)history.Entries[^(entries + 1)].Offset..((int)history.Entries[^entries].Offset - 1)]);
        }
    }

    private LogContinuation Order(string reason)
    {
        var order = new LogContinuation(LogRefusal.Find(_directory.Log)!.Digest, reason, "root", "set-aside-20260101T000000Z");
        File.WriteAllBytes(Path.Combine(_directory.Log, LogLayout.ContinuationFile), order.ToBytes());
        return order;
    }

    private Dictionary<string, string> Snapshot() => Directory.EnumerateFiles(_directory.Log)
        .Where(path => Path.GetFileName(path) is not (LogLayout.LockFile or LogLayout.RefusalFile))
        .ToDictionary(path => Path.GetFileName(path), path => File.ReadAllText(path, Encoding.Latin1));

    private void Restore(Dictionary<string, string> files)
    {
        Directory.Delete(_directory.Log, recursive: true);
        Directory.CreateDirectory(_directory.Log);
        foreach (var (name, content) in files)
        {
            File.WriteAllText(Path.Combine(_directory.Log, name), content, Encoding.Latin1);
        }
    }
}
