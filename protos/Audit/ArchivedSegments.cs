using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Contract.Audit;

/// <summary>
/// The list of a log's oldest segments that were moved to an archive: one line of JSON each, in the order of their records, without a gap.
/// Their leaf hashes stay, so that every record keeps its proof.
/// </summary>
public static class ArchivedSegments
{
    /// <summary>The list's file in the log's directory.</summary>
    public const string FileName = "archived";

    private const long MaxFileBytes = 64L * 1024 * 1024;

    /// <summary>The number of records that were moved; 0 where there is no list.</summary>
    /// <exception cref="FormatException">The list is damaged, or has a gap.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static long CountRecords(string directory)
    {
        var file = new FileInfo(Path.Combine(directory, FileName));
        if (!file.Exists)
        {
            return 0;
        }

        var records = 0L;
        foreach (var line in file.Length <= MaxFileBytes ? File.ReadLines(file.FullName) : throw Damaged(0))
        {
            records += ReadCount(line, records);
        }

        return records;
    }

    /// <summary>The line of one segment.</summary>
    public static string Line(long first, long records, long bytes, string sha256) =>
        new JsonObject { ["first"] = first, ["records"] = records, ["bytes"] = bytes, ["sha256"] = sha256 }.ToJsonString() + "\n";

    private static long ReadCount(string line, long expectedFirst)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("first").GetInt64() == expectedFirst && document.RootElement.GetProperty("records").GetInt64() is > 0 and var records
                ? records
                : throw Damaged(expectedFirst);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Damaged(expectedFirst);
        }
    }

    private static FormatException Damaged(long record) => new($"The file {FileName} is not the list of moved segments that was written, at record {record}.");
}
