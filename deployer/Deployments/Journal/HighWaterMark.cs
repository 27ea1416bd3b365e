using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Deployer.Deployments.Journal;

/// <summary>
/// The last commit of the journal that anybody was told of, in a file of its own: a journal that is gone, emptied, or older than that is
/// noticed by it. Two slots, written in turn and in place, each with its digest: whatever moment a crash comes at, one of them is whole. It is
/// written after the commit and before the answer, so it is never ahead of what is durable.
/// </summary>
internal sealed class HighWaterMark : IDisposable
{
    /// <summary>The file's name, not of the database's family: who removes <c>journal*</c> is told so at the next start.</summary>
    public const string FileName = "acknowledged";

    private const int SlotSize = 512;

    private readonly SafeFileHandle _file;

    /// <summary>Opens the file, and makes it where it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public HighWaterMark(string path) => _file = new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    }).SafeFileHandle;

    /// <summary>The file that belongs to a database.</summary>
    public static string PathFor(string database) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(database))!, FileName);

    /// <summary>Reads the mark; null where there is no file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read, or neither slot is whole.</exception>
    public static JournalMark? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var content = new byte[2 * SlotSize];
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        }

        JournalMark?[] slots = [ReadSlot(content.AsSpan(0, SlotSize)), ReadSlot(content.AsSpan(SlotSize))];
        return slots.OfType<JournalMark>().MaxBy(mark => mark.Commits)
            ?? throw new IOException($"'{path}', which says how far the journal had come, does not say it any more.");
    }

    /// <summary>Says how far the journal has come.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Raise(JournalMark mark) => RandomAccess.Write(_file, Slot(mark), (mark.Commits & 1) * SlotSize);

    /// <summary>Makes another journal's mark of it, on stable storage.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Replace(JournalMark mark)
    {
        RandomAccess.Write(_file, Slot(mark), 0);
        RandomAccess.Write(_file, Slot(mark), SlotSize);
        RandomAccess.FlushToDisk(_file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static byte[] Slot(JournalMark mark)
    {
        var text = $"1 {mark.Id} {mark.Commits} {mark.Time}";
        return Encoding.ASCII.GetBytes($"{text} {Digest(text)}\n".PadRight(SlotSize));
    }

    private static JournalMark? ReadSlot(ReadOnlySpan<byte> slot)
    {
        var line = Encoding.ASCII.GetString(slot).TrimEnd();
        return line.Split(' ') is ["1", var id, var commits, var time, var digest] && digest == Digest(line[..^(digest.Length + 1)])
            && long.TryParse(commits, out var count) && long.TryParse(time, out var at)
            ? new JournalMark(id, count, at)
            : null;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan(0, 16));
}
