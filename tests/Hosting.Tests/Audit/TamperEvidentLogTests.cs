using System.Reflection;
using System.Text;
using System.Text.Json;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Hosting.Tests.Audit;

[TestFixture]
public sealed class TamperEvidentLogTests
{
    [Test]
    public async Task RecordAsync_ManyInParallel_AllAreThereOnceAndTheLogIsIntact()
    {
        using var directory = new AuditDirectory();
        await using (var log = directory.Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(async () =>
            {
                for (var i = 0; i < 250; i++)
                {
                    await AuditDirectory.RecordAsync(log, durable: i % 10 == 0, $"{t}-{i}");
                }
            })));
        }

        var reasons = LogReader.ReadAll(directory.Log).Where(e => e.Kind == "sample").Select(ReasonOf).ToHashSet();
        Assert.That(reasons, Has.Count.EqualTo(2000));
        var verification = directory.Verify();
        Assert.That(verification.Status, Is.EqualTo(LogStatus.Intact), verification.Problem?.Message);
        Assert.That(verification.Records, Is.EqualTo(2002));
        Assert.That(verification.UnsealedRecords, Is.Zero);
    }

    [Test]
    public async Task RecordAsync_NotDurable_IsSealedWithinTheBound()
    {
        using var directory = new AuditDirectory();
        await using var log = directory.Open();
        await AuditDirectory.RecordAsync(log, durable: false);
        Assert.That(() => directory.Verify().Checkpoint!.Size, Is.EqualTo(2).After(1000, 10));
        Assert.That(directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task ReadAll_DecisionAboutACallThatNamesADeployment_NamesIt()
    {
        using var directory = new AuditDirectory();
        await using (var log = directory.Open())
        {
            var request = RegoObject.From(("deployment_id", RegoString.From("d-1")));
            await log.RecordEventAsync("decision", [("input", RegoObject.From(("request", request)))], durable: true);
        }

        Assert.That(LogReader.ReadAll(directory.Log).Single(e => e.Kind == "decision").DeploymentId, Is.EqualTo("d-1"));
    }

    [TestCase("line\nbreak")]
    [TestCase("\u2028\u2029\u0085")]
    [TestCase("\u001b[31mred")]
    [TestCase("\"},{\"")]
    [TestCase("\u202egnp.exe")]
    [TestCase("nul\0")]
    [TestCase("lone \ud800 surrogate \udc00")]
    [TestCase("é😀")]
    public async Task RecordEventAsync_HostileText_StaysOneLineThatShowsItself(string text)
    {
        using var directory = new AuditDirectory();
        await using (var log = directory.Open())
        {
            await log.RecordEventAsync("sample", [("text", RegoString.From(text)), (text, RegoNull.Instance)], durable: true);
            await log.RecordEventAsync(text, [], durable: false);
        }

        var lines = File.ReadAllLines(directory.Segment);
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines, Has.All.Match("^(?:[ -~]|é|😀)*$"));
        Assert.That(directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
        if (!text.Any(char.IsSurrogate) || text.Contains('é', StringComparison.Ordinal))
        {
            using var record = JsonDocument.Parse(lines[1]);
            Assert.That(record.RootElement.GetProperty("text").GetString(), Is.EqualTo(text));
        }
    }

    [Test]
    public async Task RecordAsync_MegabyteOfText_IsRefusedAndTheLogGoesOn()
    {
        using var directory = new AuditDirectory();
        await using var log = directory.Open();
        Assert.That(async () => await AuditDirectory.RecordAsync(log, durable: true, new string('\n', 1024 * 1024)), Throws.TypeOf<AuditUnavailableException>());
        await AuditDirectory.RecordAsync(log, durable: true, new string('x', 512 * 1024));
        Assert.That(log.IsWritable, Is.True);
    }

    [Test]
    public async Task RecordEventAsync_Secrets_AreMasked()
    {
        using var directory = new AuditDirectory();
        const string Canary = "CANARY-7f3a";
        var nested = RegoObject.From(
            ("accessToken", RegoArray.From([RegoString.From(Canary)])), ("x", RegoString.From($"eyJhbGciOiJFUzI1NiJ9.{Canary}.sig")));
        await using (var log = directory.Open())
        {
            await log.RecordEventAsync(
                "sample", [("client_secret", RegoString.From(Canary)), ("nested", nested), ("auth", RegoString.From($"Bearer {Canary}-long-enough"))], durable: true);
        }

        Assert.That(File.ReadAllText(directory.Segment), Does.Not.Contain(Canary).And.Contain("***"));
    }

    [Test]
    public async Task Open_NewLog_RecordsStartAndStopWithTheProgramsOriginAndVersion()
    {
        using var directory = new AuditDirectory();
        await directory.WriteAsync(0);
        var program = AuditDirectory.Program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var records = LogReader.ReadAll(directory.Log).ToList();
        Assert.That(records.Select(e => e.Kind), Is.EqualTo((string[])["start", "stop"]));
        Assert.That(records[0].Json, Does.EndWith($"\"labels\":{{\"id\":\"test.example/audit\",\"version\":\"{program}\"}}}}"));
    }

    [Test]
    public async Task Summarize_WhileOpenAndAtTheStop_MayRecord()
    {
        using var directory = new AuditDirectory();
        var calls = 0;
        var log = directory.Open((log, isLast) =>
        {
            if (isLast || Interlocked.Increment(ref calls) == 1)
            {
                log.TryRecordEvent(isLast ? "last" : "tick", []);
            }
        });
        Assert.That(() => Volatile.Read(ref calls), Is.GreaterThan(1).After(5000, 10));
        await log.DisposeAsync();
        Assert.That(LogReader.ReadAll(directory.Log).Select(e => e.Kind), Is.EqualTo((string[])["start", "tick", "last", "stop"]));
        Assert.That(log.TryRecordEvent("late", []), Is.False);
    }

    [Test]
    public async Task Open_SecondProcess_IsRefused()
    {
        using var directory = new AuditDirectory();
        await using var log = directory.Open();
        Assert.That(directory.Open, Throws.InvalidOperationException.With.Message.Contains("another process"));
    }

    [Test]
    public void Open_DirectoryThatCannotBe_IsRefusedWithItsName()
    {
        using var directory = new AuditDirectory();
        File.WriteAllText(directory.Log, "a file");
        Assert.That(directory.Open, Throws.InvalidOperationException.With.Message.Contains(directory.Log));
    }

    [Test]
    public async Task Open_Again_ContinuesTheLog()
    {
        using var directory = new AuditDirectory();
        directory.Options.SegmentSizeBytes = 4096;
        for (var i = 0; i < 4; i++)
        {
            await directory.WriteAsync(20, _ => new string('x', 1000));
            Assert.That(directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
        }

        Assert.That(directory.Verify().Records, Is.EqualTo(4 * 22));
        Assert.That(LogLayout.FindSegments(directory.Log), Has.Count.GreaterThan(4));
        Assert.That(LogReader.ReadLast(directory.Log, 30).Select(e => e.Sequence), Is.EqualTo(Enumerable.Range(58, 30)));
    }

    [Test]
    public async Task Open_WithoutLeafHashes_RebuildsThem()
    {
        using var directory = new AuditDirectory();
        directory.Options.SegmentSizeBytes = 4096;
        await directory.WriteAsync(30, _ => new string('x', 1000));
        var path = Path.Combine(directory.Log, LogLayout.LeafHashesFile);
        var before = File.ReadAllBytes(path);
        File.Delete(path);
        await directory.WriteAsync(0);
        Assert.That(File.ReadAllBytes(path).AsSpan(0, before.Length).SequenceEqual(before), Is.True);
        Assert.That(directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task Open_AfterKill_KeepsEveryAcknowledgedRecordAndRepairsTheTornEnd()
    {
        using var directory = new AuditDirectory();
        await using var log = directory.Open();
        for (var i = 0; i < 5; i++)
        {
            await AuditDirectory.RecordAsync(log, durable: true, $"acknowledged {i}");
        }

        Assert.That(() => directory.Verify().UnsealedRecords, Is.Zero.After(1000, 10));
        var torn = Encoding.ASCII.GetBytes("""{"seq":6,"kind":"decision","decision_id":"x"}""");
        for (var length = 1; length <= torn.Length; length += 4)
        {
            using var copy = directory.Copy();
            using (var file = File.OpenWrite(copy.Segment))
            {
                file.Position = file.Length;
                file.Write(torn, 0, length);
            }

            Assert.That(copy.Verify().Status, Is.EqualTo(LogStatus.Torn));
            await copy.WriteAsync(1);
            Assert.That(copy.Verify().Status, Is.EqualTo(LogStatus.Intact), copy.Verify().Problem?.Message);
            var entries = LogReader.ReadAll(copy.Log).ToList();
            Assert.That(entries.Count(e => e.Kind == "sample"), Is.EqualTo(6));
            Assert.That(entries.Single(e => e.Kind == "repair").Json, Does.Contain($"\"bytes\":{length}"));
        }
    }

    [TestCase("edit")]
    [TestCase("cut")]
    [TestCase("remove checkpoints")]
    [TestCase("remove segment")]
    public async Task Open_TamperedLog_IsRefused(string how)
    {
        using var directory = new AuditDirectory();
        await directory.WriteAsync(10);
        var bytes = File.ReadAllBytes(directory.Segment);
        switch (how)
        {
            case "edit":
                bytes[Array.LastIndexOf(bytes, (byte)'w')] = (byte)'W';
                File.WriteAllBytes(directory.Segment, bytes);
                break;
            case "cut":
                File.WriteAllBytes(directory.Segment, bytes[..^300]);
                break;
            case "remove checkpoints":
                File.Delete(Path.Combine(directory.Log, LogLayout.CheckpointHistoryFile));
                break;
            default:
                File.Delete(directory.Segment);
                break;
        }

        Assert.That(directory.Open, Throws.InvalidOperationException.With.Message.Contains("audit verify"));
        Assert.That(directory.Verify().Status, Is.EqualTo(LogStatus.Tampered));
    }

    [TestCase("delete")]
    [TestCase("rename")]
    [TestCase("truncate")]
    [TestCase("replace")]
    [TestCase("append")]
    [TestCase("edit")]
    public async Task RecordAsync_FileMeddledWithWhileRunning_FailsClosed(string how)
    {
        using var directory = new AuditDirectory();
        await using var log = directory.Open();
        await AuditDirectory.RecordAsync(log, durable: true);
        await Task.Delay(50);
        var bytes = File.ReadAllBytes(directory.Segment);
        var path = directory.Segment;
        switch (how)
        {
            case "delete": File.Delete(path); break;
            case "rename": File.Move(path, path + ".old"); break;
            case "truncate": File.WriteAllBytes(path, bytes[..^1]); break;
            case "replace": File.Delete(path); File.WriteAllBytes(path, bytes); break;
            case "append": File.AppendAllText(path, "x"); break;
            default: Edit(path, bytes.Length / 2); break;
        }

        Assert.That(async () => await AuditDirectory.RecordAsync(log, durable: false), Throws.TypeOf<AuditUnavailableException>());
        Assert.That(log.IsWritable, Is.False);
        if (how == "rename")
        {
            File.Move(path + ".old", path);
            Assert.That(() => log.IsWritable, Is.True.After(2000, 20));
            await AuditDirectory.RecordAsync(log, durable: true);
            Assert.That(() => LogReader.ReadAll(directory.Log).Any(e => e.Kind == "recovered"), Is.True.After(2000, 20));
        }
    }

    [Test]
    public async Task RecordAsync_FileOnlyTouched_IsProvenAndUsedOn()
    {
        using var directory = new AuditDirectory();
        await using var log = directory.Open();
        await AuditDirectory.RecordAsync(log, durable: true);
        File.SetLastWriteTimeUtc(directory.Segment, DateTime.UnixEpoch);
        await AuditDirectory.RecordAsync(log, durable: true);
        Assert.That(log.IsWritable, Is.True);
    }

    [Test]
    public async Task RecordAsync_AfterClose_IsRefused()
    {
        using var directory = new AuditDirectory();
        var log = directory.Open();
        await log.DisposeAsync();
        Assert.That(async () => await AuditDirectory.RecordAsync(log, durable: false), Throws.TypeOf<AuditUnavailableException>());
    }

    private static string? ReasonOf(LogEntry entry)
    {
        using var record = JsonDocument.Parse(entry.Json);
        return record.RootElement.GetProperty("reason").GetString();
    }

    private static void Edit(string path, int offset)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = offset;
        file.WriteByte((byte)'#');
    }
}
