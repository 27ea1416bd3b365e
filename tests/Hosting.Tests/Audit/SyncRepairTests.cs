using System.Text;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;

namespace Hosting.Tests.Audit;

[TestFixture]
public sealed class SyncRepairTests
{
    private const string First = "{\"seq\":0}\n";
    private const string Second = "{\"seq\":1}\n";

    private string _directory = "";
    private string _path = "";
    private FailingDisk _disk = null!;
    private AppendFile _segment = null!;
    private MerkleFrontier _tree = null!;

    [SetUp]
    public void Write()
    {
        _directory = Directory.CreateTempSubdirectory("gate-repair-").FullName;
        _path = Path.Combine(_directory, "segment");
        _disk = new FailingDisk();
        _segment = AppendFile.Open(_path, _disk);
        _tree = new MerkleFrontier();
        Append(First);
        Append(Second);
    }

    [TearDown]
    public void Delete()
    {
        _segment.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void Run_ContentIsRight_WritesTheUncertainPartAgain()
    {
        var repair = Failed();
        _disk.Synced.Clear();
        repair.Run(new MerkleFrontier(), _tree);
        Assert.That(repair.IsNeeded, Is.False);
        Assert.That(File.ReadAllText(_path), Is.EqualTo(First + Second));
        Assert.That(_disk.Synced, Is.EqualTo((string[])[_path]));
        Assert.That(_segment.IsTouched(), Is.False);
        Append("{\"seq\":2}\n");
    }

    [Test]
    public void Run_ContentIsLost_StaysBroken()
    {
        var repair = Failed();
        using (var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = First.Length;
            file.Write(new byte[Second.Length]);
        }

        Assert.That(() => repair.Run(new MerkleFrontier(), _tree), Throws.TypeOf<IOException>());
        Assert.That(repair.IsNeeded, Is.True);
    }

    [Test]
    public void Sync_AfterAFailedOne_FailsUntilItIsRepaired()
    {
        var repair = Failed();
        Assert.That(() => repair.Sync(Point()), Throws.TypeOf<IOException>().With.Message.Contains("a sync failed"), "the disk itself would say that all is well");
        Assert.That(() => repair.SyncWhole(), Throws.TypeOf<IOException>().With.Message.Contains("a sync failed"), "nor may a next segment be begun");
        repair.Run(new MerkleFrontier(), _tree);
        repair.Sync(Point());
        repair.SyncWhole();
    }

    [Test]
    public void SyncWhole_Fails_FailsTheSyncThatWaitedForIt()
    {
        var repair = new SyncRepair(_segment, First.Length);
        using var hasBegun = new ManualResetEventSlim();
        Task? other = null;
        _disk.Fail("segment", 1);
        _disk.Syncing = _ =>
        {
            _disk.Syncing = null;
            other = Task.Factory.StartNew(() => { hasBegun.Set(); repair.Sync(Point()); }, TaskCreationOptions.LongRunning);
            hasBegun.Wait();
        };
        Assert.That(() => repair.SyncWhole(), Throws.TypeOf<IOException>());
        Assert.That(async () => await other!, Throws.TypeOf<IOException>(), "the kernel tells the error once, to whoever comes first");
    }

    [Test]
    public void Sync_OfASegmentThatIsClosed_IsDone()
    {
        var repair = new SyncRepair(_segment, First.Length);
        var point = Point();
        repair.SyncWhole();
        using var next = AppendFile.Open(_path + "-2", _disk);
        repair.Begin(next);
        _segment.Dispose();
        Assert.That(() => repair.Sync(point), Throws.Nothing);
    }

    private SyncRepair Failed()
    {
        var repair = new SyncRepair(_segment, First.Length);
        _disk.Fail("segment", 1);
        Assert.That(() => repair.Sync(Point()), Throws.TypeOf<IOException>());
        return repair;
    }

    private SyncPoint Point() => new(_segment, _segment.Length, _tree.Size, _tree.GetRoot());

    private void Append(string line)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        MerkleHash.OfLeaf(Encoding.ASCII.GetBytes(line.TrimEnd('\n')), leaf);
        _tree.Append(leaf);
        _segment.Append(Encoding.ASCII.GetBytes(line));
    }
}
