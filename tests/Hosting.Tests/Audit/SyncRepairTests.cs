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
    private AppendFile _segment = null!;
    private MerkleFrontier _tree = null!;

    [SetUp]
    public void Write()
    {
        _directory = Directory.CreateTempSubdirectory("gate-repair-").FullName;
        _path = Path.Combine(_directory, "segment");
        _segment = AppendFile.Open(_path);
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
        var repair = new SyncRepair(First.Length) { IsNeeded = true };
        repair.Run(_segment, new MerkleFrontier(), _tree);
        Assert.That(repair.IsNeeded, Is.False);
        Assert.That(File.ReadAllText(_path), Is.EqualTo(First + Second));
        Assert.That(_segment.IsTouched(), Is.False);
        Append("{\"seq\":2}\n");
    }

    [Test]
    public void Run_ContentIsLost_StaysBroken()
    {
        using (var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = First.Length;
            file.Write(new byte[Second.Length]);
        }

        var repair = new SyncRepair(First.Length) { IsNeeded = true };
        Assert.That(() => repair.Run(_segment, new MerkleFrontier(), _tree), Throws.TypeOf<IOException>());
        Assert.That(repair.IsNeeded, Is.True);
    }

    private void Append(string line)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        MerkleHash.OfLeaf(Encoding.ASCII.GetBytes(line.TrimEnd('\n')), leaf);
        _tree.Append(leaf);
        _segment.Append(Encoding.ASCII.GetBytes(line));
    }
}
