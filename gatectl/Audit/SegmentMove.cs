using System.Security.Cryptography;
using Gatectl.CommandLine;
using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gatectl.Audit;

/// <summary>
/// Moves one closed segment of a log to an archive: copied, compared with its leaf hashes, on stable storage and on the list before it is
/// removed. Wherever it is interrupted, it goes on from there.
/// </summary>
internal sealed class SegmentMove(string log, LogArchive archive)
{
    private const UnixFileMode ReadableByTheProgram = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const string TemporaryPrefix = "new-";

    /// <summary>Moves <paramref name="segment"/>, behind which record <paramref name="end"/> begins the next.</summary>
    /// <exception cref="CommandFailure">It is not what it was hashed to, or the archive has another in its place; nothing was removed.</exception>
    public void Run(LogSegment segment, long end)
    {
        var copy = new LogSegment(Path.Combine(archive.Directory, Path.GetFileName(segment.Path)), segment.FirstSequence);
        RequireNoOther(segment, copy);
        Copy(segment.Path, copy.Path);
        Compare(copy, end);
        if (ArchivedSegments.CountRecords(log) <= segment.FirstSequence)
        {
            Enter(ArchivedSegments.Line(segment.FirstSequence, end - segment.FirstSequence, new FileInfo(copy.Path).Length, Digest(copy.Path)));
        }

        if (File.Exists(DecisionIndex.PathOf(segment)))
        {
            Copy(DecisionIndex.PathOf(segment), DecisionIndex.PathOf(copy));
        }

        File.Delete(segment.Path);
        File.Delete(DecisionIndex.PathOf(segment));
        PosixFiles.SyncDirectory(log);
    }

    // A log that was set aside or rolled back has the same name, and its records may be nowhere else.
    private static void RequireNoOther(LogSegment segment, LogSegment copy)
    {
        if (File.Exists(copy.Path) && Digest(copy.Path) != Digest(segment.Path))
        {
            throw CommandFailure.Failed(
                $"{copy.Path} has other records than {segment.Path}: it was moved from a log of the same name, before that was set aside or rolled back. Nothing was changed; take an archive of its own for the log that goes on.");
        }
    }

    // The name of what is not whole yet is not one of a segment's: interrupted, it must not be taken for one.
    private void Copy(string from, string to)
    {
        var temporary = Path.Combine(archive.Directory, TemporaryPrefix + Path.GetFileName(to));
        using (var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        using (var target = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            source.CopyTo(target);
            target.Flush(flushToDisk: true);
        }

        File.Move(temporary, to, overwrite: true);
        PosixFiles.SyncDirectory(archive.Directory);
    }

    private void Compare(LogSegment copy, long end)
    {
        using var hashes = LeafHashFile.TryOpen(log);
        using var lines = new LogLineReader(copy.Path);
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        var record = copy.FirstSequence;
        while (lines.TryRead(out var line))
        {
            MerkleHash.OfLeaf(line.Bytes.Span, hash);
            if (!line.IsTerminated || hashes is null || !hashes.Read(record).SequenceEqual(hash))
            {
                throw NotAsItWas(copy, record);
            }

            record++;
        }

        if (record != end)
        {
            throw NotAsItWas(copy, record);
        }
    }

    private static CommandFailure NotAsItWas(LogSegment segment, long record) =>
        CommandFailure.Failed($"record {record} of {Path.GetFileName(segment.Path)} is not what it was hashed to; nothing of it was removed. 'gatectl audit verify' says what is wrong.");

    private void Enter(string line)
    {
        var path = Path.Combine(log, ArchivedSegments.FileName);
        var list = File.Exists(path) ? File.ReadAllText(path) : "";
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(list + line));
            file.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(path + ".new", ReadableByTheProgram);
        File.Move(path + ".new", path, overwrite: true);
        PosixFiles.SyncDirectory(log);
    }

    private static string Digest(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
