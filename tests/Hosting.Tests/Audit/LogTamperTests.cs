using Gateway.Contract.Audit;

namespace Hosting.Tests.Audit;

/// <summary>What the verification says about a log that somebody changed after it was written.</summary>
[TestFixture]
public sealed class LogTamperTests
{
    private AuditDirectory _original = null!;

    [OneTimeSetUp]
    public async Task WriteAsync()
    {
        _original = new AuditDirectory();
        await _original.WriteAsync(12, i => $"call {i}");
        Assert.That(_original.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [OneTimeTearDown]
    public void Delete() => _original.Dispose();

    [Test]
    public void Verify_AnyByteFlipped_NamesTheRecord()
    {
        var bytes = File.ReadAllBytes(_original.Segment);
        using var copy = _original.Copy();
        var record = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i % 11 == 0 || bytes[i] == '\n' || i < 40)
            {
                byte[] changed = [.. bytes];
                changed[i] ^= 1;
                File.WriteAllBytes(copy.Segment, changed);
                AssertTampered(copy, record, $"byte {i}");
            }

            record += bytes[i] == '\n' ? 1 : 0;
        }
    }

    [Test]
    public void Verify_CutAtAnyByte_NamesTheRecord()
    {
        var bytes = File.ReadAllBytes(_original.Segment);
        using var copy = _original.Copy();
        for (var length = 0; length < bytes.Length; length += length % 5 == 0 ? 13 : 17)
        {
            File.WriteAllBytes(copy.Segment, bytes[..length]);
            AssertTampered(copy, bytes.AsSpan(0, length).Count((byte)'\n'), $"cut at {length}");
        }
    }

    [Test]
    public void Verify_RecordRemoved_NamesIt() => ForEachRecord((lines, i) => [.. lines[..i], .. lines[(i + 1)..]], i => i);

    [Test]
    public void Verify_RecordRepeated_NamesItsPlace() => ForEachRecord((lines, i) => [.. lines[..(i + 1)], lines[i], .. lines[(i + 1)..]], i => i + 1);

    [Test]
    public void Verify_RecordsSwapped_NamesTheFirst() =>
        ForEachRecord((lines, i) => i + 1 < lines.Length ? [.. lines[..i], lines[i + 1], lines[i], .. lines[(i + 2)..]] : null, i => i);

    [Test]
    public void Verify_ForeignRecordInserted_NamesItsPlace() =>
        ForEachRecord((lines, i) => [.. lines[..i], $$"""{"seq":{{i}},"kind":"decision"}""", .. lines[i..]], i => i);

    [Test]
    public void Verify_EmptyLineInserted_NamesItsPlace() => ForEachRecord((lines, i) => [.. lines[..i], "", .. lines[i..]], i => i);

    [Test]
    public void Verify_RecordEditedAndLeafHashesRecomputed_IsNarrowedToItsCheckpoint()
    {
        using var copy = _original.Copy();
        var lines = File.ReadAllLines(copy.Segment);
        lines[4] = lines[4].Replace("call 3", "call X", StringComparison.Ordinal);
        File.WriteAllText(copy.Segment, string.Join('\n', lines) + "\n");
        File.WriteAllBytes(Path.Combine(copy.Log, LogLayout.LeafHashesFile), [.. lines.SelectMany(Hash)]);

        var verification = copy.Verify();
        Assert.That(verification.Status, Is.EqualTo(LogStatus.Tampered));
        Assert.That(verification.Problem!.Kind, Is.EqualTo(LogProblemKind.RecordChanged));
        Assert.That(verification.Problem.Record, Is.InRange(1, 4));
    }

    [Test]
    public void Verify_LeafHashDamaged_SaysThatTheRecordsAreIntact()
    {
        using var copy = _original.Copy();
        var path = Path.Combine(copy.Log, LogLayout.LeafHashesFile);
        var bytes = File.ReadAllBytes(path);
        bytes[(5 * 32) + 3] ^= 1;
        File.WriteAllBytes(path, bytes);
        var problem = copy.Verify().Problem;
        Assert.That(problem?.Kind, Is.EqualTo(LogProblemKind.LeafHashesDamaged));
        Assert.That(problem!.Record, Is.EqualTo(5));
    }

    [Test]
    public void Verify_TailAndCheckpointsCutBack_ShowsAgainstACheckpointKeptElsewhere()
    {
        using var copy = _original.Copy();
        var kept = _original.Verify().Checkpoint!;
        var history = CheckpointHistory.Read(File.ReadAllBytes(Path.Combine(copy.Log, LogLayout.CheckpointHistoryFile)), copy.Key);
        Assert.That(history.Entries, Has.Count.GreaterThan(2));
        var back = history.Entries[1];
        CutTo(copy, back.Checkpoint.Size, history.Entries[2].Offset, back.Offset);

        Assert.That(copy.Verify().Status, Is.EqualTo(LogStatus.Intact), "nothing in the directory itself can show it");
        var verification = new LogVerifier(copy.Key) { KnownCheckpoints = [kept] }.Verify(copy.Log);
        Assert.That(verification.Status, Is.EqualTo(LogStatus.Tampered));
        Assert.That(verification.Problem!.Kind, Is.EqualTo(LogProblemKind.Diverged));
        Assert.That(verification.Problem.Record, Is.EqualTo(back.Checkpoint.Size));
    }

    [Test]
    public void Verify_OnlyTheHistoryCutBack_NamesWhere()
    {
        using var copy = _original.Copy();
        var path = Path.Combine(copy.Log, LogLayout.CheckpointHistoryFile);
        var history = CheckpointHistory.Read(File.ReadAllBytes(path), copy.Key);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..(int)history.Entries[^1].Offset]);
        var problem = copy.Verify().Problem;
        Assert.That(problem?.Kind, Is.EqualTo(LogProblemKind.CheckpointMissing));
        Assert.That(problem!.Record, Is.EqualTo(history.Entries[^2].Checkpoint.Size));
    }

    [TestCase(LogLayout.CheckpointFile)]
    [TestCase(LogLayout.CheckpointHistoryFile)]
    public void Verify_CheckpointsGone_IsTampered(string file)
    {
        using var copy = _original.Copy();
        File.Delete(Path.Combine(copy.Log, file));
        Assert.That(copy.Verify().Problem?.Kind, Is.EqualTo(LogProblemKind.CheckpointMissing));
    }

    [TestCase(LogLayout.CheckpointFile)]
    [TestCase(LogLayout.CheckpointHistoryFile)]
    public void Verify_AnyByteOfACheckpointFlipped_IsTampered(string file)
    {
        using var copy = _original.Copy();
        var path = Path.Combine(copy.Log, file);
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length; i += 7)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            File.WriteAllBytes(path, changed);
            Assert.That(copy.Verify().Status, Is.EqualTo(LogStatus.Tampered), $"byte {i}");
        }
    }

    [Test]
    public void Verify_LogOfAnotherKey_IsTampered()
    {
        using var other = NoteSignerKey.Create("test.example/audit");
        Assert.That(new LogVerifier(other.VerifierKey).Verify(_original.Log).Problem?.Kind, Is.EqualTo(LogProblemKind.CheckpointDamaged));
    }

    [Test]
    public void Verify_NoLog_IsUnreadable()
    {
        Assert.That(new LogVerifier(_original.Key).Verify(Path.Combine(_original.State, "nowhere")).Status, Is.EqualTo(LogStatus.Tampered));
    }

    private void ForEachRecord(Func<string[], int, string[]?> change, Func<int, int> expected)
    {
        using var copy = _original.Copy();
        var lines = File.ReadAllLines(_original.Segment);
        for (var i = 0; i < lines.Length; i++)
        {
            if (change(lines, i) is { } changed)
            {
                File.WriteAllText(copy.Segment, string.Concat(changed.Select(line => line + "\n")));
                AssertTampered(copy, expected(i), $"record {i}");
            }
        }
    }

    private static void AssertTampered(AuditDirectory directory, long record, string what)
    {
        var verification = directory.Verify();
        Assert.That(verification.Status, Is.EqualTo(LogStatus.Tampered), what);
        Assert.That(verification.Problem!.Record, Is.EqualTo(record), $"{what}: {verification.Problem.Message}");
    }

    private static void CutTo(AuditDirectory directory, long records, long historyLength, long lastNote)
    {
        var lines = File.ReadAllLines(directory.Segment).Take((int)records).ToArray();
        File.WriteAllText(directory.Segment, string.Concat(lines.Select(line => line + "\n")));
        File.WriteAllBytes(Path.Combine(directory.Log, LogLayout.LeafHashesFile), [.. lines.SelectMany(Hash)]);
        var path = Path.Combine(directory.Log, LogLayout.CheckpointHistoryFile);
        var history = File.ReadAllBytes(path)[..(int)historyLength];
        File.WriteAllBytes(path, history);
        File.WriteAllBytes(Path.Combine(directory.Log, LogLayout.CheckpointFile), history[(int)lastNote..^1]);
    }

    private static byte[] Hash(string line)
    {
        var hash = new byte[MerkleHash.Size];
        MerkleHash.OfLeaf(System.Text.Encoding.ASCII.GetBytes(line), hash);
        return hash;
    }
}
