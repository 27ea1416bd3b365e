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
            using var document = JsonDocument.Parse(line, RecordJson.Options);
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
        var type = RecordJson.Text(record, "outcome") switch { "taken" => NotificationTypes.RevisionTaken, "refused" => NotificationTypes.RevisionRefused, _ => null };
        if (type is null || RecordJson.TimeOf(record) is not { } time)
        {
            return null;
        }

        var revision = RecordJson.Text(record, "revision");
        var data = new JsonObject();
        data.AddText("revision", revision);
        data.AddText("previous", RecordJson.Text(record, "previous"));
        data.AddText("current", RecordJson.Text(record, "current"));
        if (RecordJson.Member(record, "serial") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var serial))
        {
            data.Add("serial", serial);
        }

        data.AddText("activate_time", RecordJson.Text(record, "activated"));
        data.AddTexts("faults", RecordJson.Texts(record, "faults"));
        data.Add("record", sequence);
        return new(sequence + 1, IdOf(type, $"{sequence}", Notification.TimeOf(time), revision ?? ""), type, revision is null ? null : $"revisions/{revision}", time, data);
    }

    private Notification? OfDecision(long sequence, JsonElement record)
    {
        var exceptions = RecordJson.Texts(RecordJson.Child(record, "result"), "exceptions");
        var isUse = RecordJson.Text(record, "kind") == "decision" && RecordJson.Boolean(record, "allowed") == true && exceptions.Count > 0;

        // A question uses nothing.
        var isQuestion = RecordJson.Boolean(RecordJson.Child(RecordJson.Child(record, "input"), "request"), "validate_only") == true;
        if (!isUse || isQuestion || RecordJson.TimeOf(record) is not { } time)
        {
            return null;
        }

        var used = RecordJson.Text(RecordJson.Child(record, "execution"), "call_decision_id") ?? RecordJson.Text(record, "decision_id");
        var data = DataOf(sequence, record, exceptions);

        // A deployment is decided again before it is executed, and as often as that takes: all of it is one use.
        // Whichever gatekeeper executes it: decisions have ids that no other gatekeeper gives.
        var id = Notification.IdOf([NotificationTypes.ExceptionUsed, used ?? $"{source} {sequence}", RecordJson.Text(RecordJson.Child(record, "input"), "action") ?? "", RecordJson.Text(record, "client") ?? "", .. exceptions]);
        return new(sequence + 1, id, NotificationTypes.ExceptionUsed, SubjectOf(data), time, data);
    }

    private static JsonObject DataOf(long sequence, JsonElement record, IReadOnlyList<string> exceptions)
    {
        var input = RecordJson.Child(record, "input");
        var request = RecordJson.Child(input, "request");
        var execution = RecordJson.Member(record, "execution");
        var data = new JsonObject();
        data.AddTexts("exceptions", exceptions);
        data.AddText("action", RecordJson.Text(input, "action"));
        data.AddText("application", RecordJson.Text(input, "application"));
        data.AddText("environment", RecordJson.Text(input, "environment"));
        data.AddText("deployment_id", RecordJson.Text(execution ?? default, "deployment_id") ?? RecordJson.Text(request, "deployment_id"));
        data.AddText("version", RecordJson.Text(request, "version"));
        data.AddText("digest", RecordJson.Text(request, "digest"));
        data.AddText("client", RecordJson.Text(record, "client"));
        data.AddTexts("persons", RecordJson.Texts(RecordJson.Child(record, "result"), "persons"));
        data.AddText("reason", RecordJson.Text(request, "reason") ?? RecordJson.Text(request, "comment"));
        data.Add("phase", execution is null ? "request" : ExecutePhase);
        data.AddText("decision_id", RecordJson.Text(record, "decision_id"));
        data.AddText("request_decision_id", RecordJson.Text(execution ?? default, "request_decision_id"));
        data.AddText("policy_revision", RecordJson.Text(RecordJson.Child(RecordJson.Child(record, "bundles"), "policies"), "revision"));
        data.Add("record", sequence);
        return data;
    }

    private static string SubjectOf(JsonObject data)
    {
        var place = $"applications/{data["application"]}/environments/{data["environment"]}";
        return data["deployment_id"] is { } deployment ? $"{place}/deployments/{deployment}" : place;
    }

    private string IdOf(params string[] parts) => Notification.IdOf([source, .. parts]);
}
