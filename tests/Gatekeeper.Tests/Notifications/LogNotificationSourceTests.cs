using Gatekeeper.Audit;
using Gatekeeper.Notifications;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Gateway.Hosting.Notifications;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Notifications;

public sealed class LogNotificationSourceTests
{
    private AuditDirectory _directory = null!;
    private DecisionLog _log = null!;
    private LogNotificationSource _source = null!;

    [SetUp]
    public void Open()
    {
        _directory = new AuditDirectory();
        _directory.Options.SegmentSizeBytes = 65_536;
        _log = _directory.Open();
        _source = New();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _log.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Read_OverManySegments_FindsAllInTheirOrder()
    {
        var revisions = await WriteAsync(40, between: 20);
        Assert.That(LogLayout.FindSegments(_directory.Log), Has.Count.GreaterThan(5));

        Assert.That(ReadAll(0), Is.EqualTo(revisions));
        Assert.That(ReadAll(0), Is.EqualTo(revisions), "and again, from what is remembered");
        Assert.That(Revisions(New().Read(_source.Newest - 21).Notifications), Is.EqualTo(revisions[^1..]), "from the middle of a segment");
    }

    [Test]
    public async Task Read_WhileItIsWritten_EndsAtWhatIsDurable()
    {
        var newest = _source.Newest;
        Assert.That(_source.Read(newest).Through, Is.EqualTo(newest));
        await RecordRevisionAsync("sha256:a");
        Assert.That(_source.Newest, Is.EqualTo(newest + 1));
        var first = _source.Read(newest);
        await RecordRevisionAsync("sha256:b");
        var second = _source.Read(first.Through);

        Assert.That((Revisions(first.Notifications).Single(), Revisions(second.Notifications).Single()), Is.EqualTo(("sha256:a", "sha256:b")));
        Assert.That((second.Notifications[0].Position, second.Through, second.Lost), Is.EqualTo((newest + 2, newest + 2, 0L)));
    }

    [Test]
    public async Task Read_BeforeItIsDurable_FindsNothing()
    {
        await RecordRevisionAsync("sha256:a");
        var source = new LogNotificationSource(_directory.Log, () => 1, new RecordNotifications("//s"));
        var batch = source.Read(0);
        Assert.That((batch.Notifications.Count, batch.Through), Is.EqualTo((0, 1L)));
    }

    [Test]
    public async Task Read_SegmentsMovedAway_GoesOnBehindThemAndSaysHowMany()
    {
        var revisions = await WriteAsync(40, between: 20);
        var segments = LogLayout.FindSegments(_directory.Log);
        foreach (var segment in segments.Take(3))
        {
            File.Delete(segment.Path);
        }

        var batch = New().Read(5);
        Assert.That(batch.Lost, Is.EqualTo(segments[3].FirstSequence - 5));
        Assert.That(Revisions(batch.Notifications)[0], Is.EqualTo(revisions[(int)(segments[3].FirstSequence / 21)]).Or.EqualTo(revisions[(int)(segments[3].FirstSequence / 21) + 1]));
    }

    [Test]
    public async Task Read_SegmentMissingInTheMiddle_GoesOnBehindIt()
    {
        await WriteAsync(40, between: 20);
        var segments = LogLayout.FindSegments(_directory.Log);
        File.Delete(segments[2].Path);
        Assert.That(ReadAll(0, out var lost), Has.Count.InRange(20, 39));
        Assert.That(lost, Is.EqualTo(segments[3].FirstSequence - segments[2].FirstSequence));
    }

    [Test]
    public async Task Read_NoSegmentsAtAll_EndsAndSaysHowMany()
    {
        await WriteAsync(3, between: 1);
        foreach (var segment in LogLayout.FindSegments(_directory.Log))
        {
            File.Delete(segment.Path);
        }

        var batch = New().Read(0);
        Assert.That((batch.Notifications.Count, batch.Through, batch.Lost), Is.EqualTo((0, _source.Newest, _source.Newest)));
    }

    [Test]
    public async Task Read_Alike_ScansOnce()
    {
        await RecordRevisionAsync("sha256:a");
        var batch = _source.Read(0);
        Assert.That(_source.Read(0).Notifications, Is.SameAs(batch.Notifications));
    }

    private LogNotificationSource New() => new(_directory.Log, () => _log.Log.DurableRecords, new RecordNotifications("//s"));

    private List<string> ReadAll(long after) => ReadAll(after, out _);

    private List<string> ReadAll(long after, out long lost)
    {
        var found = new List<string>();
        lost = 0;
        while (_source.Read(after) is var batch && batch.Through > after)
        {
            Assert.That(batch.Notifications, Has.Count.LessThanOrEqualTo(32));
            found.AddRange(Revisions(batch.Notifications));
            (after, lost) = (batch.Through, lost + batch.Lost);
        }

        Assert.That(after, Is.EqualTo(_source.Newest));
        return found;
    }

    private static List<string> Revisions(IEnumerable<Notification> notifications) => [.. notifications.Select(notification => (string)notification.Data["revision"]!)];

    private async Task<List<string>> WriteAsync(int revisions, int between)
    {
        var written = new List<string>();
        for (var i = 0; i < revisions; i++)
        {
            written.Add($"sha256:{i}");
            await RecordRevisionAsync(written[^1]);
            for (var j = 0; j < between; j++)
            {
                await AuditDirectory.RecordAsync(_log, durable: j == between - 1);
            }
        }

        return written;
    }

    private ValueTask RecordRevisionAsync(string revision) =>
        _log.Log.RecordEventAsync("revision", [("outcome", RegoString.From("taken")), ("revision", RegoString.From(revision))], durable: true);
}
