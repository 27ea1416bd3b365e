using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Hosting.Tests.Support;
using Microsoft.Extensions.Logging;
using Rego.Values;

namespace Hosting.Tests.Audit;

/// <summary>What a start leaves to the background: the records of closed segments, and all signatures but one.</summary>
[TestFixture]
public sealed class ClosedSegmentsTests
{
    private AuditDirectory _directory = null!;
    private RecordingLogger<TamperEvidentLog> _logger = null!;

    [SetUp]
    public async Task WriteAsync()
    {
        (_directory, _logger) = (new AuditDirectory(), new RecordingLogger<TamperEvidentLog>());
        _directory.Options.SegmentSizeBytes = 4096;
        await using var log = _directory.Open();
        for (var i = 0; i < 40; i++)
        {
            await log.RecordEventAsync("decision", [("decision_id", RegoString.From($"id-{i}")), ("detail", RegoString.From(new string('x', 300)))], durable: i % 5 == 0);
        }
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Open_Intact_ProvesEverythingInTheBackground()
    {
        await using var log = _directory.Open(LogDisk.Default, _logger);
        Assert.That(() => log.IsProven, Is.True.After(5000, 5));
        Assert.That(log.IsWritable, Is.True);
        Assert.That(_logger.Lines, Is.Empty);
    }

    [TestCase("record", "record 1")]
    [TestCase("leaf hash", "record 2")]
    [TestCase("signature", "signature")]
    [TestCase("segment cut", "belongs")]
    public async Task Open_ClosedSegmentTampered_ClosesTheGateAndTheNextStart(string how, string found)
    {
        var restore = Tamper(how);
        await using (var log = _directory.Open(LogDisk.Default, _logger))
        {
            Assert.That(() => log.IsWritable, Is.False.After(5000, 1));
            Assert.That(async () => await AuditDirectory.RecordAsync(log, durable: true), Throws.TypeOf<AuditUnavailableException>());
        }

        Assert.That(_logger.Lines.Single(line => line.Level == LogLevel.Critical).Text, Does.Contain(found).And.Contain("audit continue --log"));
        Assert.That(LogReader.ReadAll(_directory.Log).Count(entry => entry.Kind == "damaged"), Is.EqualTo(1));
        Assert.That(_directory.Open, Throws.InvalidOperationException.With.Message.Contains(found), "the next start is not open for a while first");
        restore();
        await _directory.WriteAsync(1);
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task ReadDecision_OfClosedSegments_ReadsOnlyWhatTheIndexNames()
    {
        await using (var log = _directory.Open())
        {
            Assert.That(() => Closed().All(DecisionIndex.Exists), Is.True.After(5000, 5));
            for (var i = 0; i < 40; i++)
            {
                Assert.That(LogReader.ReadDecision(_directory.Log, $"id-{i}", 10, _ => true).Select(entry => entry.DecisionId), Is.EqualTo((string[])[$"id-{i}"]), "found once");
            }
        }

        // Nothing of a closed segment is read but the line: the rest may be anything.
        var segment = Closed().First();
        var lines = File.ReadAllLines(segment.Path);
        File.WriteAllText(segment.Path, string.Concat(lines.Select((line, i) => (i == 3 ? line : new string('?', line.Length)) + "\n")));
        using var fourth = JsonDocument.Parse(lines[3]);
        var id = fourth.RootElement.GetProperty("decision_id").GetString()!;
        Assert.That(LogReader.ReadDecision(_directory.Log, id, 10, _ => true), Has.Count.EqualTo(1));
        Assert.That(LogReader.ReadDecision(_directory.Log, "id-none", 10, _ => true), Is.Empty);
    }

    [Test]
    public void ReadDecision_IndexOfAnotherLength_IsNotUsed()
    {
        var segment = Closed().First();
        File.WriteAllBytes(DecisionIndex.PathOf(segment), new DecisionIndex().ToBytes(7));
        Assert.That(DecisionIndex.Exists(segment), Is.False);
        Assert.That(LogReader.ReadDecision(_directory.Log, "id-1", 10, _ => true), Has.Count.EqualTo(1));
    }

    [Test]
    public void ReadDecision_SegmentOfManyRecords_CostsNoReadingOfIt()
    {
        var (path, last) = WriteLarge(300_000);
        var segment = new LogSegment(path, 0);
        var directory = Path.GetDirectoryName(path)!;
        var before = Time(() => LogReader.ReadLast(directory, 10, entry => entry.DecisionId == last));
        var scanned = Time(() => LogReader.ReadDecision(directory, last, 10, _ => true));
        var index = new DecisionIndex();
        using (var lines = new LogLineReader(path))
        {
            while (lines.TryRead(out var line))
            {
                index.Add(line.Bytes.Span, line.Offset);
            }

            File.WriteAllBytes(DecisionIndex.PathOf(segment), index.ToBytes(lines.Length));
        }

        var indexed = Time(() => LogReader.ReadDecision(directory, last, 10, _ => true));
        TestContext.Out.WriteLine($"300,000 records: parsed {before.TotalMilliseconds:0} ms, scanned {scanned.TotalMilliseconds:0} ms, by the index {indexed.TotalMilliseconds:0.0} ms");
        Assert.That(indexed, Is.LessThan(before / 10));
    }

    private static TimeSpan Time(Func<IReadOnlyList<LogEntry>> read)
    {
        Assert.That(read(), Has.Count.EqualTo(1));
        var watch = Stopwatch.StartNew();
        read();
        return watch.Elapsed;
    }

    private (string Path, string Last) WriteLarge(int records)
    {
        var directory = Directory.CreateDirectory(System.IO.Path.Combine(_directory.State, "large")).FullName;
        var path = System.IO.Path.Combine(directory, LogLayout.SegmentName(0));
        using var file = new StreamWriter(path);
        file.NewLine = "\n";
        for (var i = 0; i < records; i++)
        {
            file.WriteLine($$"""{"seq":{{i}},"decision_id":"id-{{i:d8}}","kind":"decision","padding":"{{new string('x', 200)}}"}""");
        }

        return (path, $"id-{records / 2:d8}");
    }

    private IEnumerable<LogSegment> Closed() => LogLayout.FindSegments(_directory.Log).SkipLast(1);

    private Action Tamper(string how)
    {
        var first = Closed().First().Path;
        var path = how switch
        {
            "leaf hash" => Path.Combine(_directory.Log, LogLayout.LeafHashesFile),
            "signature" => Path.Combine(_directory.Log, LogLayout.CheckpointHistoryFile),
            _ => first,
        };
        var bytes = File.ReadAllBytes(path);
        byte[] changed = [.. bytes];
        switch (how)
        {
            case "record": changed[200] ^= 1; break;
            case "leaf hash": changed[70] ^= 1; break;
            case "signature": changed[changed.AsSpan().IndexOf(Encoding.UTF8.GetBytes("\u2014 test.example/audit ")) + 45] ^= 1; break;
            default: changed = changed[..(Array.LastIndexOf(changed, (byte)'\n', changed.Length - 2) + 1)]; break;
        }

        File.WriteAllBytes(path, changed);
        return () =>
        {
            if (how is "signature" or "leaf hash")
            {
                // What was appended since stays.
                using var file = File.OpenWrite(path);
                file.Write(bytes);
            }
            else
            {
                File.WriteAllBytes(path, bytes);
            }
        };
    }
}
