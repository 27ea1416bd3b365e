using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>
/// Finds in a log the uses of exceptions and their reviews. A record says by itself what it is: <c>"review":"due"</c> beside the
/// <c>exceptions</c> that were used, or the id of what was <c>reviewed</c>.
/// </summary>
public static class UseReader
{
    /// <summary>What a record of a use that nobody has reviewed yet has as its member <c>review</c>.</summary>
    public const string Due = "due";

    private const string ReviewAction = "review";

    /// <summary>
    /// Reads all that a log says of uses, in the log's order; it may be written meanwhile. Lines that are no records (a torn tail) are left out.
    /// </summary>
    /// <param name="directory">The log's directory.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The directory or a segment can't be read.</exception>
    /// <exception cref="FormatException">A file is named like a segment, but is none.</exception>
    public static IEnumerable<UseRecord> ReadAll(string directory, CancellationToken cancellationToken = default)
    {
        foreach (var (_, line) in LogReader.ReadLines(directory, line => MaySpeakOfUses(line.Span)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Read(line) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>What a record says of uses; null where it says nothing of them.</summary>
    /// <param name="record">The record as it stands in the log, with or without its number.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static UseRecord? Read(ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(record, RecordJson.Options);
        var root = document.RootElement;
        if (RecordJson.Text(root, "kind") != "decision" || RecordJson.Boolean(root, "allowed") != true || RecordJson.Text(root, "decision_id") is not { } id)
        {
            return null;
        }

        return IsDue(root) ? new UseRecord(UseOf(root, id), null)
            : ReviewOf(root, id) is { } review ? new UseRecord(null, review)
            : null;
    }

    // Nearly all records say nothing of uses, and are not parsed: a log may hold many gigabytes of them.
    private static bool MaySpeakOfUses(ReadOnlySpan<byte> line) =>
        line.IndexOf("\"exceptions\":[\""u8) >= 0 && (line.IndexOf("\"review"u8) >= 0 || line.IndexOf("\"exception\":\""u8) >= 0);

    private static bool IsDue(JsonElement record) => RecordJson.Text(record, "review") is { } review ? review == Due : IsUnmarkedUse(record);

    // Records of before there was a mark: what was decided at the door, and was more than a question, is a use.
    private static bool IsUnmarkedUse(JsonElement record) =>
        RecordJson.Member(record, "exceptions") is null
        && RecordJson.Texts(RecordJson.Child(record, "result"), "exceptions").Count > 0
        && RecordJson.Member(record, "execution") is null
        && RecordJson.Boolean(RequestOf(record), "validate_only") != true;

    private static ExceptionUse UseOf(JsonElement record, string id)
    {
        var input = RecordJson.Child(record, "input");
        var result = RecordJson.Child(record, "result");
        return new ExceptionUse
        {
            // What is decided again when it is executed belongs to the call that was let in.
            DecisionId = RecordJson.Text(RecordJson.Child(record, "execution"), "call_decision_id") ?? id,
            Time = RecordJson.TimeOf(record) ?? default,
            Exceptions = RecordJson.TextsOrNull(record, "exceptions") ?? RecordJson.Texts(result, "exceptions"),
            Client = RecordJson.Text(record, "client") ?? "",
            Persons = RecordJson.TextsOrNull(result, "persons"),
            ReviewBy = RecordJson.Texts(record, "review_by"),
            Action = RecordJson.Text(input, "action") ?? "",
            Application = RecordJson.Text(input, "application") ?? "",
            Environment = RecordJson.Text(input, "environment") ?? "",
            Reason = RecordJson.Text(RequestOf(record), "reason") ?? RecordJson.Text(RequestOf(record), "comment") ?? "",
        };
    }

    private static UseReview? ReviewOf(JsonElement record, string id)
    {
        if (RecordJson.Text(record, "reviewed") is not { } use || RecordJson.Text(RecordJson.Child(record, "input"), "action") != ReviewAction)
        {
            return null;
        }

        var request = RequestOf(record);
        return new UseReview(
            use, RecordJson.Texts(RecordJson.Child(request, "decision"), "exceptions"), id, RecordJson.Text(record, "client") ?? "", RecordJson.TimeOf(record) ?? default, RecordJson.Text(request, "comment") ?? "");
    }

    private static JsonElement RequestOf(JsonElement record) => RecordJson.Child(RecordJson.Child(record, "input"), "request");
}
