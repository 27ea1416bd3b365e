using System.Text;
using System.Text.Json;

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

    private static IEnumerable<LogEntry> ReadSegment(string path)
    {
        using var lines = new LogLineReader(path);
        while (lines.TryRead(out var line))
        {
            if (line.IsTerminated && LogRecordForm.TryReadSequence(line.Bytes.Span, out var sequence))
            {
                yield return ToEntry(sequence, line.Bytes);
            }
        }
    }

    private static LogEntry ToEntry(long sequence, ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line, Options);
        var record = document.RootElement;
        var input = Member(record, "input") ?? default;
        return new LogEntry
        {
            Sequence = sequence,
            Json = Encoding.ASCII.GetString(line.Span),
            Kind = Text(record, "kind"),
            Timestamp = Text(record, "timestamp"),
            DecisionId = Text(record, "decision_id"),
            Client = Text(record, "client"),
            IsAllowed = Member(record, "allowed") is { ValueKind: JsonValueKind.True or JsonValueKind.False } allowed ? allowed.GetBoolean() : null,
            Reason = Text(record, "reason"),
            Detail = Text(record, "detail"),
            Door = Text(record, "door"),
            Method = Text(record, "method"),
            Action = Text(input, "action"),
            Application = Text(input, "application"),
            Environment = Text(input, "environment"),
            Outcome = Text(record, "outcome"),
            Revision = Text(record, "revision"),
            Reasons = Member(record, "result") is { } result ? ReadTexts(result, "reasons") : ReadTexts(record, "faults"),
            RequiredClaims = Member(record, "result") is { } answer ? ReadClaims(answer) : [],
        };
    }

    private static List<string> ReadTexts(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } texts
            ? [.. texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(ReadText)]
            : [];

    private static List<string> ReadClaims(JsonElement result) =>
        Member(result, "details") is { ValueKind: JsonValueKind.Array } details ? [.. details.EnumerateArray().Select(ReadClaim)] : [];

    private static string ReadClaim(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.String ? ReadText(entry)
        : $"claim {Text(entry, "claim")} of the {Text(entry, "of") ?? "policies"}: expected {string.Join(" or ", ReadTexts(entry, "expected"))}, found {Text(entry, "found") ?? "none"}";

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? ReadText(text) : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    // A lone surrogate is kept in the log as it came, but is no text; it is then shown as it is written there.
    private static string ReadText(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText().Trim('"');
        }
    }
}
