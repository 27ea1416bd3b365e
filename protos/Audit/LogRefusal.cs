using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Contract.Audit;

/// <summary>Why a start was refused, as it stands in the log's directory for whoever has to decide how to go on.</summary>
/// <param name="Found">What was found, in words.</param>
/// <param name="IsRollback">Whether the log is right in itself, but ends before what is known of it elsewhere.</param>
public sealed record LogRefusal(string Found, bool IsRollback)
{
    private const int MaxFileBytes = 64 * 1024;

    /// <value>Names just this finding.</value>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{IsRollback} {Found}")));

    /// <summary>The file's content.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(new JsonObject { ["found"] = Found, ["rollback"] = IsRollback }.ToJsonString() + "\n");

    /// <summary>Reads that of a log's directory; null where there is none.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static LogRefusal? Find(string directory)
    {
        var file = new FileInfo(Path.Combine(directory, LogLayout.RefusalFile));
        return file.Exists ? Parse(file) : null;
    }

    private static LogRefusal Parse(FileInfo file)
    {
        try
        {
            using var document = file.Length <= MaxFileBytes ? JsonDocument.Parse(File.ReadAllBytes(file.FullName)) : null;
            return document is not null && RecordJson.Text(document.RootElement, "found") is { } found && RecordJson.Boolean(document.RootElement, "rollback") is { } isRollback
                ? new LogRefusal(found, isRollback)
                : throw new FormatException($"{file.FullName} does not say what was found.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{file.FullName} does not say what was found: {e.Message}", e);
        }
    }
}
