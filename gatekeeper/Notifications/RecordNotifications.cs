using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Contract.Audit;
using Gateway.Hosting.Notifications;

namespace Gatekeeper.Notifications;

/// <summary>
/// What there is to tell of a record of the log: uses of exceptions, and revisions that were taken or refused. Of most records there is
/// nothing, which shows without reading them.
/// </summary>
/// <param name="source">The <c>source</c> of the events.</param>
internal sealed class RecordNotifications(string source)
{
    private const int HeadBytes = 64;
    private const string ExecutePhase = "execute";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = LogRecordForm.MaxDepth };

    // In the log's form no text has a quote in it, so that these are members and nothing else.
    private static ReadOnlySpan<byte> Revision => "\"kind\":\"revision\""u8;

    private static ReadOnlySpan<byte> Allowed => "\"allowed\":true"u8;

    private static ReadOnlySpan<byte> SomeException => "\"exceptions\":[\""u8;

    /// <summary>What there is to tell; null where there is nothing.</summary>
    /// <param name="sequence">The record's number.</param>
    /// <param name="line">The record.</param>
    public Notification? Of(long sequence, ReadOnlyMemory<byte> line)
    {
        var bytes = line.Span;
        var isRevision = bytes[..Math.Min(bytes.Length, HeadBytes)].IndexOf(Revision) >= 0;
        if (!isRevision && (bytes.IndexOf(SomeException) < 0 || bytes.IndexOf(Allowed) < 0))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line, Options);
            return isRevision ? OfRevision(sequence, document.RootElement) : OfDecision(sequence, document.RootElement);
        }
        catch (JsonException)
        {
            // No record of ours; whoever verifies the log is told so.
            return null;
        }
    }

    private Notification? OfRevision(long sequence, JsonElement record)
    {
        var type = RecordMembers.Text(record, "outcome") switch { "taken" => NotificationTypes.RevisionTaken, "refused" => NotificationTypes.RevisionRefused, _ => null };
        if (type is null || TimeOf(record) is not { } time)
        {
            return null;
        }

        var revision = RecordMembers.Text(record, "revision");
        var data = new JsonObject();
        data.AddText("revision", revision);
        data.AddText("previous", RecordMembers.Text(record, "previous"));
        data.AddText("current", RecordMembers.Text(record, "current"));
        if (RecordMembers.Find(record, "serial") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var serial))
        {
            data.Add("serial", serial);
        }

        data.AddText("activate_time", RecordMembers.Text(record, "activated"));
        data.AddTexts("faults", RecordMembers.Texts(record, "faults"));
        data.Add("record", sequence);
        return new(sequence + 1, IdOf(type, $"{sequence}", Notification.TimeOf(time), revision ?? ""), type, revision is null ? null : $"revisions/{revision}", time, data);
    }

    private Notification? OfDecision(long sequence, JsonElement record)
    {
        var exceptions = RecordMembers.Texts(record, "result", "exceptions");
        var isUse = RecordMembers.Text(record, "kind") == "decision" && RecordMembers.Find(record, "allowed") is { ValueKind: JsonValueKind.True } && exceptions.Length > 0;

        // A question uses nothing.
        var isQuestion = RecordMembers.Find(record, "input", "request", "validate_only") is { ValueKind: JsonValueKind.True };
        if (!isUse || isQuestion || TimeOf(record) is not { } time)
        {
            return null;
        }

        var isExecution = RecordMembers.Find(record, "execution") is not null;
        var decision = RecordMembers.Text(record, "decision_id");
        var used = RecordMembers.Text(record, "execution", "call_decision_id") ?? decision;
        var data = DataOf(sequence, record, exceptions, isExecution);

        // A deployment is decided again before it is executed, and as often as that takes: all of it is one use.
        // Whichever gatekeeper executes it: decisions have ids that no other gatekeeper gives.
        var id = Notification.IdOf([NotificationTypes.ExceptionUsed, used ?? $"{source} {sequence}", RecordMembers.Text(record, "input", "action") ?? "", RecordMembers.Text(record, "client") ?? "", .. exceptions]);
        return new(sequence + 1, id, NotificationTypes.ExceptionUsed, SubjectOf(data), time, data);
    }

    private static JsonObject DataOf(long sequence, JsonElement record, string[] exceptions, bool isExecution)
    {
        var data = new JsonObject();
        data.AddTexts("exceptions", exceptions);
        data.AddText("action", RecordMembers.Text(record, "input", "action"));
        data.AddText("application", RecordMembers.Text(record, "input", "application"));
        data.AddText("environment", RecordMembers.Text(record, "input", "environment"));
        data.AddText("deployment_id", RecordMembers.Text(record, "execution", "deployment_id") ?? RecordMembers.Text(record, "input", "request", "deployment_id"));
        data.AddText("version", RecordMembers.Text(record, "input", "request", "version"));
        data.AddText("digest", RecordMembers.Text(record, "input", "request", "digest"));
        data.AddText("client", RecordMembers.Text(record, "client"));
        data.AddTexts("persons", RecordMembers.Texts(record, "result", "persons"));
        data.AddText("reason", RecordMembers.Text(record, "input", "request", "reason") ?? RecordMembers.Text(record, "input", "request", "comment"));
        data.Add("phase", isExecution ? ExecutePhase : "request");
        data.AddText("decision_id", RecordMembers.Text(record, "decision_id"));
        data.AddText("request_decision_id", RecordMembers.Text(record, "execution", "request_decision_id"));
        data.AddText("policy_revision", RecordMembers.Text(record, "bundles", "policies", "revision"));
        data.Add("record", sequence);
        return data;
    }

    private static string SubjectOf(JsonObject data)
    {
        var place = $"applications/{data["application"]}/environments/{data["environment"]}";
        return data["deployment_id"] is { } deployment ? $"{place}/deployments/{deployment}" : place;
    }

    private static DateTimeOffset? TimeOf(JsonElement record) =>
        DateTimeOffset.TryParse(RecordMembers.Text(record, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private string IdOf(params string[] parts) => Notification.IdOf([source, .. parts]);
}
