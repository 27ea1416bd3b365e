using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;

namespace Hosting.Tests.Audit;

[TestFixture]
public sealed class CheckpointKeeperTests
{
    private const int Appended = CheckpointKeeper.MaxAppended;

    private string _directory = "";
    private string _path = "";
    private NoteSignerKey _key = null!;
    private FailingDisk _disk = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = Directory.CreateTempSubdirectory("gate-checkpoints-").FullName;
        (_path, _key, _disk) = (Path.Combine(_directory, LogLayout.CheckpointHistoryFile), NoteSignerKey.Create("test.example/audit"), new FailingDisk());
    }

    [TearDown]
    public void TearDown()
    {
        _key.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void Thin_ManyOfFourHoursAndTwoSegments_KeepsOneAnHourOneASegmentAndTheNewest()
    {
        using var keeper = Open(new CheckpointHistory { Entries = [], Length = 0 });
        Append(keeper, Appended, size => size / 1500);
        var before = new FileInfo(_path).Length;
        keeper.Thin([0, 2000]);
        Assert.That(Sizes(), Is.EqualTo((long[])[1, 1500, 2000, 3000, Appended]));
        TestContext.Out.WriteLine($"{Appended} checkpoints: {before} bytes before, {new FileInfo(_path).Length} after");
        Append(keeper, 1, _ => 9, Appended);
        keeper.Sync();
        Assert.That(Sizes()[^1], Is.EqualTo(Appended + 1), "it goes on behind");
    }

    [Test]
    public void Thin_OfUnknownHours_KeepsThemUntilTheyAreNoted()
    {
        using (var writing = Open(new CheckpointHistory { Entries = [], Length = 0 }))
        {
            Append(writing, Appended, _ => 1);
        }

        using var keeper = Open(CheckpointHistory.Read(File.ReadAllBytes(_path), _key.VerifierKey));
        keeper.Thin([0]);
        Assert.That(Sizes(), Has.Count.EqualTo(Appended), "they are not proven yet");
        keeper.Note(Enumerable.Range(1, Appended).ToDictionary(size => (long)size, _ => 1L));
        keeper.Thin([0]);
        Assert.That(Sizes(), Is.EqualTo((long[])[1, Appended]));
    }

    [Test]
    public void Sync_AfterAFailedOne_WritesTheFileAgain()
    {
        using var keeper = Open(new CheckpointHistory { Entries = [], Length = 0 });
        Append(keeper, 2, _ => 1);
        _disk.Fail(LogLayout.CheckpointHistoryFile, 1);
        Assert.That(keeper.Sync, Throws.TypeOf<IOException>());
        _disk.Synced.Clear();
        keeper.Sync();
        Assert.That(_disk.Synced, Is.EqualTo((string[])[_path, _path]), "written again and synced, and then as ever");
        Assert.That(Sizes(), Is.EqualTo((long[])[1, 2]));
    }

    private CheckpointKeeper Open(CheckpointHistory history) => CheckpointKeeper.Open(_path, history, new Dictionary<long, long>(), _disk);

    private void Append(CheckpointKeeper keeper, int count, Func<long, long> hour, long from = 0)
    {
        for (var size = from + 1; size <= from + count; size++)
        {
            keeper.Append(Checkpoint.Sign(size, MerkleHash.EmptyRoot, _key), size, hour(size));
        }
    }

    private List<long> Sizes() => [.. CheckpointHistory.Read(File.ReadAllBytes(_path), _key.VerifierKey).Entries.Select(entry => entry.Checkpoint.Size)];
}
