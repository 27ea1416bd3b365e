using System.Text;
using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>Reads records for people. Proves nothing; that is the verifier's work.</summary>
public static class LogReader
{
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

    /// <summary>
    /// Reads the last <paramref name="count"/> records of a decision that <paramref name="filter"/> takes, oldest first. Of closed segments only
    /// the lines are read that their indexes name.
    /// </summary>
    /// <exception cref="IOException">The directory or a segment can't be read.</exception>
    /// <exception cref="FormatException">A file is named like a segment, but is none.</exception>
    public static IReadOnlyList<LogEntry> ReadDecision(string directory, string decisionId, int count, Func<LogEntry, bool> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var id = JsonEncodedText.Encode(decisionId).EncodedUtf8Bytes.ToArray();
        var found = new List<LogEntry>();
        foreach (var segment in LogLayout.FindSegments(directory).Reverse())
        {
            var lines = DecisionIndex.Find(segment, id) is { } offsets
                ? offsets.SelectMany(offset => ReadLinesOf(segment.Path, isWanted: null, offset).Take(1).Select(line => ToEntry(line.Sequence, line.Bytes)))
                : ReadLinesOf(segment.Path, line => line.Span.IndexOf(id) >= 0).Select(line => ToEntry(line.Sequence, line.Bytes));
            found.InsertRange(0, lines.Where(entry => entry.DecisionId == decisionId).DistinctBy(entry => entry.Sequence).Where(filter).TakeLast(count - found.Count));
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
    internal static IEnumerable<JsonElement> ReadDocuments(string directory, IEnumerable<string> archives)
    {
        foreach (var (_, line) in LogLayout.FindSegments(directory, archives).SelectMany(segment => ReadLinesOf(segment.Path, isWanted: null)))
        {
            using var document = JsonDocument.Parse(line, RecordJson.Options);
            yield return document.RootElement;
        }
    }

    /// <summary>Reads the lines of all records with their numbers, oldest first, as <see cref="ReadAll"/>. Each is valid until the next is read.</summary>
    /// <param name="directory">The log's directory.</param>
    /// <param name="isWanted">What of them is looked at more closely; it also sees lines that are no records.</param>
    internal static IEnumerable<(long Sequence, ReadOnlyMemory<byte> Bytes)> ReadLines(string directory, Func<ReadOnlyMemory<byte>, bool>? isWanted = null) =>
        LogLayout.FindSegments(directory).SelectMany(segment => ReadLinesOf(segment.Path, isWanted));

    private static IEnumerable<LogEntry> ReadSegment(string path) => ReadLinesOf(path, isWanted: null).Select(line => ToEntry(line.Sequence, line.Bytes));

    private static IEnumerable<(long Sequence, ReadOnlyMemory<byte> Bytes)> ReadLinesOf(string path, Func<ReadOnlyMemory<byte>, bool>? isWanted, long offset = 0)
    {
        using var lines = new LogLineReader(path, offset);
        while (lines.TryRead(out var line))
        {
            if (line.IsTerminated && isWanted?.Invoke(line.Bytes) != false && LogRecordForm.TryReadSequence(line.Bytes.Span, out var sequence))
            {
                yield return (sequence, line.Bytes);
            }
        }
    }

    private static LogEntry ToEntry(long sequence, ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line, RecordJson.Options);
        var record = document.RootElement;
        var input = RecordJson.Child(record, "input");
        var about = RecordJson.Member(record, "deployment") ?? input;
        return new LogEntry
        {
            Sequence = sequence,
            Json = Encoding.UTF8.GetString(line.Span),
            Kind = RecordJson.Text(record, "kind"),
            Timestamp = RecordJson.Text(record, "timestamp"),
            Origin = RecordJson.Text(RecordJson.Child(record, "labels"), "id"),
            DecisionId = RecordJson.Text(record, "decision_id"),
            Client = RecordJson.Text(record, "client"),
            Subject = RecordJson.Text(RecordJson.Member(record, "caller") ?? RecordJson.Child(input, "caller"), "subject"),
            IsAllowed = RecordJson.Boolean(record, "allowed"),
            Reason = RecordJson.Text(record, "reason"),
            Detail = RecordJson.Text(record, "detail") ?? (RecordJson.Text(record, "kind") == "summary" ? SummaryText.Read(record) : null),
            Token = RecordJson.Member(record, "token") is { } token ? ReadToken(token) : null,
            Door = RecordJson.Text(record, "door"),
            Method = RecordJson.Text(record, "method"),
            Action = RecordJson.Text(input, "action"),
            Application = RecordJson.Text(about, "application"),
            Environment = RecordJson.Text(about, "environment"),
            DeploymentId = RecordJson.Text(about, "deployment_id") ?? RecordJson.Text(RecordJson.Child(record, "execution"), "deployment_id")
                ?? RecordJson.Text(RecordJson.Child(input, "request"), "deployment_id"),
            RequestDecisionId = RecordJson.Text(record, "request_decision_id") ?? RecordJson.Text(RecordJson.Child(record, "execution"), "request_decision_id"),
            Path = RecordJson.Text(record, "path"),
            Credential = RecordJson.Text(RecordJson.Child(record, "reads"), "name"),
            Purpose = RecordJson.Text(RecordJson.Child(record, "reads"), "purpose"),
            Outcome = RecordJson.Text(record, "outcome"),
            Revision = RecordJson.Text(record, "revision"),
            Reasons = RecordJson.Member(record, "result") is { } result ? RecordJson.Texts(result, "reasons") : RecordJson.Texts(record, "faults"),
            RequiredClaims = RecordJson.Member(record, "result") is { } answer ? ReadClaims(answer) : [],
            Exceptions = RecordJson.Texts(record, "exceptions"),
            IsReviewDue = RecordJson.Text(record, "review") == UseReader.Due,
            Reviewed = RecordJson.Text(record, "reviewed"),
        };
    }

    private static string ReadToken(JsonElement token)
    {
        var audiences = string.Join(" and ", RecordJson.Texts(token, "aud"));
        (string Name, string? Value)[] members =
        [
            ("fault", RecordJson.Text(token, "fault")), ("issuer", RecordJson.Text(token, "issuer")), ("kid", RecordJson.Text(token, "kid")), ("aud", audiences),
            ("azp", RecordJson.Text(token, "azp")),
        ];
        return string.Join(", ", members.Where(member => !string.IsNullOrEmpty(member.Value)).Select(member => $"{member.Name} {member.Value}"));
    }

    private static List<string> ReadClaims(JsonElement result) =>
        RecordJson.Member(result, "details") is { ValueKind: JsonValueKind.Array } details ? [.. details.EnumerateArray().Select(ReadClaim)] : [];

    private static string ReadClaim(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.String ? RecordJson.ReadText(entry)
        : $"claim {RecordJson.Text(entry, "claim")} of the {RecordJson.Text(entry, "of") ?? "policies"}: expected {string.Join(" or ", RecordJson.Texts(entry, "expected"))}, found {RecordJson.Text(entry, "found") ?? "none"}";
}
