using System.Text;
using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// The newest checkpoint, once more, in a file outside the log's directory: only by it a start can tell a log that was rolled back to an
/// older copy of itself, which is right in all its parts. First line: the log's directory; then the checkpoint.
/// </summary>
internal sealed class SealedMark(string stateDirectory, string directory)
{
    private const string FileName = "audit.mark";
    private const int MaxFileBytes = 64 * 1024;

    /// <value>Where it is.</value>
    public string Path { get; } = System.IO.Path.Combine(stateDirectory, FileName);

    /// <summary>Reads the mark; null where there is none of this log, or a power failure left none.</summary>
    /// <exception cref="FormatException">It is not what was written.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public Checkpoint? Read(NoteVerifierKey key)
    {
        var file = new FileInfo(Path);
        if (!file.Exists || file.Length == 0)
        {
            return null;
        }

        var content = file.Length <= MaxFileBytes ? File.ReadAllBytes(Path) : [];
        if (content.Length > 0 && !content.AsSpan().ContainsAnyExcept((byte)0))
        {
            return null;
        }

        var end = content.AsSpan().IndexOf((byte)'\n');
        return end < 0 ? throw new FormatException("It is no mark of a log.")
            : Encoding.UTF8.GetString(content, 0, end) == directory ? Checkpoint.Open(content.AsSpan(end + 1), key)
            : null;
    }

    /// <summary>Replaces the mark.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(ReadOnlySpan<byte> checkpoint, bool durable) =>
        PrivateFile.Write(Path, [.. Encoding.UTF8.GetBytes(directory + "\n"), .. checkpoint], durable);
}
