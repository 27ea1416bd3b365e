using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Contract.Audit;

namespace Gatectl.Audit;

/// <summary>Sends records as logs to an OpenTelemetry collector: OTLP over HTTP, in its JSON form. The record stands whole in the body.</summary>
/// <param name="endpoint">The collector's address; <c>/v1/logs</c> is added where it has no path.</param>
/// <param name="origin">The log's name, which becomes <c>service.name</c>.</param>
internal sealed class OtlpSink(Uri endpoint, string origin) : IRecordSink
{
    private const int InfoSeverity = 9;
    private const int WarnSeverity = 13;

    private readonly Uri _logs = endpoint.AbsolutePath == "/" ? new Uri(endpoint, "/v1/logs") : endpoint;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    public async Task DeliverAsync(IReadOnlyList<(long Sequence, byte[] Json)> records, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Document(records).ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var answer = await _client.PostAsync(_logs, content, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new IOException($"{_logs} answered {(int)answer.StatusCode}");
            }
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{_logs}: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{_logs}: no answer within {_client.Timeout.TotalSeconds:0} s", e);
        }
    }

    public void Dispose() => _client.Dispose();

    private JsonObject Document(IReadOnlyList<(long Sequence, byte[] Json)> records) => new()
    {
        ["resourceLogs"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Attribute("service.name", origin)) },
            ["scopeLogs"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = "gateway.audit" },
                ["logRecords"] = new JsonArray([.. records.Select(record => (JsonNode)Record(record.Sequence, record.Json))]),
            }),
        }),
    };

    private static JsonObject Record(long sequence, byte[] json)
    {
        using var document = JsonDocument.Parse(json, RecordJson.Options);
        var root = document.RootElement;
        var isDenied = RecordJson.Boolean(root, "allowed") == false;
        var attributes = new JsonArray(Attribute("audit.seq", sequence.ToString(CultureInfo.InvariantCulture)), Attribute("audit.kind", RecordJson.Text(root, "kind") ?? ""));
        if (RecordJson.Text(root, "decision_id") is { } decision)
        {
            attributes.Add(Attribute("audit.decision_id", decision));
        }

        return new JsonObject
        {
            ["timeUnixNano"] = ((RecordJson.TimeOf(root) ?? DateTimeOffset.UnixEpoch) - DateTimeOffset.UnixEpoch).Ticks is var ticks ? (ticks * 100).ToString(CultureInfo.InvariantCulture) : "0",
            ["severityNumber"] = isDenied ? WarnSeverity : InfoSeverity,
            ["severityText"] = isDenied ? "WARN" : "INFO",
            ["body"] = new JsonObject { ["stringValue"] = Encoding.UTF8.GetString(json) },
            ["attributes"] = attributes,
        };
    }

    private static JsonNode Attribute(string key, string value) => new JsonObject { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
}
