using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Contract.Audit;

/// <summary>An operator's order that a log goes on in spite of one finding. The next start carries it out and puts it on record.</summary>
/// <param name="Digest">The finding's: for any other the start is refused again.</param>
/// <param name="Reason">Why, in the operator's words.</param>
/// <param name="By">Who, as far as the machine knows.</param>
/// <param name="SetAside">The directory's name to which a log is moved that is not right in itself.</param>
public sealed record LogContinuation(string Digest, string Reason, string By, string SetAside)
{
    private const int MaxFileBytes = 64 * 1024;

    /// <summary>The file's content.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(
        new JsonObject { ["digest"] = Digest, ["reason"] = Reason, ["by"] = By, ["set_aside"] = SetAside }.ToJsonString() + "\n");

    /// <summary>Reads that of a log's directory; null where there is none.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static LogContinuation? Find(string directory)
    {
        var file = new FileInfo(Path.Combine(directory, LogLayout.ContinuationFile));
        return file.Exists ? Parse(file) : null;
    }

    private static LogContinuation Parse(FileInfo file)
    {
        try
        {
            using var document = JsonDocument.Parse(file.Length <= MaxFileBytes ? File.ReadAllBytes(file.FullName) : "0"u8.ToArray());
            var root = document.RootElement;
            return RecordJson.Text(root, "digest") is { } digest && RecordJson.Text(root, "reason") is { } reason && RecordJson.Text(root, "by") is { } by
                && RecordJson.Text(root, "set_aside") is { } setAside && IsName(setAside)
                ? new LogContinuation(digest, reason, by, setAside)
                : throw new FormatException($"{file.FullName} is not what 'gatectl audit continue' writes.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{file.FullName} is not what 'gatectl audit continue' writes: {e.Message}", e);
        }
    }

    // It becomes a directory of the log's own, and nothing else.
    private static bool IsName(string name) =>
        name.StartsWith(LogLayout.SetAsidePrefix, StringComparison.Ordinal) && name.Length <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
