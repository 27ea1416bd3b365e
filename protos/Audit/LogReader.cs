using System.Text;
using System.Text.Json;
using static Gateway.Contract.Audit.RecordJson;

namespace Gateway.Contract.Audit;

/// <summary>Reads records for people. Proves nothing; that is the verifier's work.</summary>
public static class LogReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = LogRecordForm.MaxDepth };

    /// <summary>Reads the last <paramref name="count"/> records that <paramref name="filter"/> takes, oldest first.</summary>
    /// <exception cref="IOException">The directory or a segment can't be read.</exception>
    /// <exception cref="FormatException">A file is named like a segment, but is none.</exception>
    public static IReadOnlyList<LogEntry> ReadLast(string directory, int count, Func<LogEntry, bool>? filter = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var found = new List<LogEntry>();
        foreach (var segment in LogLayout.FindSegments(directory).Reverse())
        {
            found.InsertRange(0, ReadSegment(segment.Path).Where(filter ?? (_ => true)).TakeLast(count - found.Count));
            if (found.Count >= count)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Reads all records, oldest first. Lines that are no records (a torn tail) are left out.</summary>
    public static IEnumerable<LogEntry> ReadAll(string directory) =>
        LogLayout.FindSegments(directory).SelectMany(segment => ReadSegment(segment.Path));

    /// <summary>Reads all records as JSON, oldest first, as <see cref="ReadAll"/>. Each is valid until the next is read.</summary>
    internal static IEnumerable<JsonElement> ReadDocuments(string directory) =>
        LogLayout.FindSegments(directory).SelectMany(segment => ReadDocumentsOf(segment.Path));

    private static IEnumerable<JsonElement> ReadDocumentsOf(string path)
    {
        foreach (var (_, line) in ReadLines(path))
        {
            using var document = JsonDocument.Parse(line, Options);
            yield return document.RootElement;
        }
    }

    private static IEnumerable<LogEntry> ReadSegment(string path) => ReadLines(path).Select(line => ToEntry(line.Sequence, line.Bytes));

    private static IEnumerable<(long Sequence, ReadOnlyMemory<byte> Bytes)> ReadLines(string path)
    {
        using var lines = new LogLineReader(path);
        while (lines.TryRead(out var line))
        {
            if (line.IsTerminated && LogRecordForm.TryReadSequence(line.Bytes.Span, out var sequence))
            {
                yield return (sequence, line.Bytes);
            }
        }
    }

    private static LogEntry ToEntry(long sequence, ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line, Options);
        var record = document.RootElement;
        var input = MemberOf(record, "input") ?? default;
        var about = MemberOf(record, "deployment") ?? input;
        return new LogEntry
        {
            Sequence = sequence,
            Json = Encoding.ASCII.GetString(line.Span),
            Kind = TextOf(record, "kind"),
            Timestamp = TextOf(record, "timestamp"),
            Origin = TextOf(MemberOf(record, "labels"), "id"),
            DecisionId = TextOf(record, "decision_id"),
            Client = TextOf(record, "client"),
            IsAllowed = MemberOf(record, "allowed") is { ValueKind: JsonValueKind.True or JsonValueKind.False } allowed ? allowed.GetBoolean() : null,
            Reason = TextOf(record, "reason"),
            Detail = TextOf(record, "detail"),
            Door = TextOf(record, "door"),
            Method = TextOf(record, "method"),
            Action = TextOf(input, "action"),
            Application = TextOf(about, "application"),
            Environment = TextOf(about, "environment"),
            DeploymentId = TextOf(about, "deployment_id") ?? TextOf(MemberOf(record, "execution") ?? default, "deployment_id"),
            Path = TextOf(record, "path"),
            Credential = TextOf(record, "credential"),
            Purpose = TextOf(record, "purpose"),
            Outcome = TextOf(record, "outcome"),
            Revision = TextOf(record, "revision"),
            Reasons = MemberOf(record, "result") is { } result ? ReadTexts(result, "reasons") : ReadTexts(record, "faults"),
            RequiredClaims = MemberOf(record, "result") is { } answer ? ReadClaims(answer) : [],
        };
    }

    private static List<string> ReadTexts(JsonElement element, string name) =>
        MemberOf(element, name) is { ValueKind: JsonValueKind.Array } texts
            ? [.. texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(ReadText)]
            : [];

    private static List<string> ReadClaims(JsonElement result) =>
        MemberOf(result, "details") is { ValueKind: JsonValueKind.Array } details ? [.. details.EnumerateArray().Select(ReadClaim)] : [];

    private static string ReadClaim(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.String ? ReadText(entry)
        : $"claim {TextOf(entry, "claim")} of the {TextOf(entry, "of") ?? "policies"}: expected {string.Join(" or ", ReadTexts(entry, "expected"))}, found {TextOf(entry, "found") ?? "none"}";
}
