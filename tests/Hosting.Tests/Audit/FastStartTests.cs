using System.Diagnostics;
using System.Text;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;

namespace Hosting.Tests.Audit;

/// <summary>What a start of a large log does not do: hash what is before the open segment, verify every signature.</summary>
[TestFixture]
public sealed class FastStartTests
{
    private const int Closed = 300_000;
    private const int Open = 10;
    private const int Checkpoints = 10_000;

    private string _directory = "";
    private NoteSignerKey _key = null!;

    [SetUp]
    public void Write()
    {
        _directory = Directory.CreateTempSubdirectory("gate-start-").FullName;
        _key = NoteSignerKey.Create("test.example/audit");
        var tree = new MerkleFrontier();
        using var hashes = File.Create(At(LogLayout.LeafHashesFile));
        using var history = File.Create(At(LogLayout.CheckpointHistoryFile));
        foreach (var (first, count) in new[] { (0, Closed), (Closed, Open) })
        {
            using var segment = File.Create(At(LogLayout.SegmentName(first)));
            for (var i = first; i < first + count; i++)
            {
                Append(segment, hashes, tree, i);
                if (i < Checkpoints || i == Closed + Open - 1)
                {
                    var note = Checkpoint.Sign(tree.Size, tree.GetRoot(), _key);
                    history.Write([.. note, (byte)'\n']);
                    File.WriteAllBytes(At(LogLayout.CheckpointFile), note);
                }
            }
        }
    }

    [TearDown]
    public void TearDown()
    {
        _key.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void Open_ManyRecordsInClosedSegments_TakesTheirTreeFromItsFile()
    {
        var byHashes = Time(out var first);
        Assert.That(File.Exists(At(LogLayout.StartName(Closed))), Is.True);
        var byFile = Time(out var second);
        Assert.That(second, Is.EqualTo(first));
        TestContext.Out.WriteLine($"PRINT start with {Closed:N0} records before: from their leaf hashes {byHashes.TotalMilliseconds:0} ms, from the file {byFile.TotalMilliseconds:0} ms");
        Assert.That(byFile, Is.LessThan(byHashes));
    }

    [Test]
    public void Open_FileOfAnotherTree_IsFoundOutByTheCheckpoint()
    {
        _ = Time(out var expected);
        var path = At(LogLayout.StartName(Closed));
        var bytes = File.ReadAllBytes(path);
        bytes[5] ^= 1;
        File.WriteAllBytes(path, bytes);
        _ = Time(out var found);
        Assert.That(found, Is.EqualTo(expected), "the leaf hashes are taken, and the file is written anew");
        bytes[5] ^= 1;
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(bytes));
    }

    [Test]
    public void ReadNewest_ManyCheckpoints_VerifiesOneSignature()
    {
        var file = File.ReadAllBytes(At(LogLayout.CheckpointHistoryFile));
        var watch = Stopwatch.StartNew();
        var all = CheckpointHistory.Read(file, _key.VerifierKey);
        var allTime = watch.Elapsed;
        watch.Restart();
        var newest = CheckpointHistory.ReadNewest(file, _key.VerifierKey);
        TestContext.Out.WriteLine($"PRINT {Checkpoints:N0} checkpoints: all verified {allTime.TotalMilliseconds:0} ms, the newest {watch.Elapsed.TotalMilliseconds:0} ms");
        Assert.That(newest.Entries.Select(entry => entry.Offset), Is.EqualTo(all.Entries.Select(entry => entry.Offset)));

        file[^10] ^= 1;
        Assert.That(CheckpointHistory.ReadNewest(file, _key.VerifierKey).Damage, Is.Not.Null);
    }

    private TimeSpan Time(out string root)
    {
        var watch = Stopwatch.StartNew();
        var log = LogRecovery.Open(_directory, _key, LogDisk.Default, new SealedMark(_directory, _directory), mayBeBehindMark: false);
        var elapsed = watch.Elapsed;
        root = $"{log.Tree.Size} {Convert.ToHexString(log.Tree.GetRoot())}";
        log.Segment.Dispose();
        log.LeafHashes.Dispose();
        log.History.Dispose();
        return elapsed;
    }

    private string At(string name) => Path.Combine(_directory, name);

    private static void Append(Stream segment, Stream hashes, MerkleFrontier tree, int record)
    {
        var line = Encoding.ASCII.GetBytes($$"""{"seq":{{record}},"kind":"sample"}""");
        var hash = new byte[MerkleHash.Size];
        MerkleHash.OfLeaf(line, hash);
        segment.Write([.. line, (byte)'\n']);
        hashes.Write(hash);
        tree.Append(hash);
    }
}
